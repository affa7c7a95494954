import { EmbeddedTwilio } from '../../simulator/embedded-twilio';
import { setUpFlexAccount } from '../../simulator/flex-account';
import { ManualClock } from '../../simulator/kernel/clock';
import { callRest } from '../simulator/rest-caller';
import type { Sample } from './api-reference-samples';
import { readSamples, sampleNamed, shapeOf, withSids } from './api-reference-samples';
import { findSchemaProblem } from './normalized-schemas';

const INTERACTIONS = 'https://flex-api.twilio.com/v1/Interactions';
const { samples, withoutSource } = readSamples();
const named = (name: string): Sample => sampleNamed(samples, name);

/** An account in which an agent has accepted an SMS: everything that the samples name exists. */
async function accountOfTheSamples() {
  const clock = new ManualClock();
  const twilio = new EmbeddedTwilio({ clock, seed: 'samples' });
  const account = setUpFlexAccount(twilio);
  const [ada, grace] = account.agents;
  if (!ada || !grace) throw new Error('no agents');
  ada.setActivity('Available');
  const interaction = twilio.interactions.create(
    {
      type: 'sms',
      initiated_by: 'api',
      participants: [{ address: '+12025550143', proxy_address: '+14155550111' }],
    },
    { workspace_sid: twilio.workspace.entity.sid, workflow_sid: account.assignToAnyone.sid },
    {},
  );
  await clock.advance(1_000);
  ada.accept();
  const [reservation] = ada.reservations;
  const sids = {
    WS: twilio.workspace.entity.sid,
    WW: account.assignToAnyone.sid,
    WQ: account.everyone.sid,
    WK: ada.sid,
    WT: reservation?.task_sid ?? '',
    WR: reservation?.sid ?? '',
  };
  const channelUrl = `${INTERACTIONS}/${interaction.entity.sid}/Channels/${interaction.channel.sid}`;
  const urls: Record<string, string> = {
    CreateInteraction: INTERACTIONS,
    CreateInteractionChannelInvite: `${channelUrl}/Invites`,
    CreateInteractionChannelParticipant: `${channelUrl}/Participants`,
  };
  /** Sends a sample's request as it is, but for SIDs and whatever else is given. */
  const send = (sample: Sample, changes: object = {}) =>
    callRest(twilio, `POST ${urls[sample.request.operation] ?? ''}`, {
      form: { ...withSids(sample.request.form, sids), ...changes },
    });
  return { twilio, clock, account, ada, interaction, sids, send };
}

interface RoutingProperties {
  readonly sid: string;
  readonly attributes: string;
}

function routingOf(body: Record<string, unknown> | undefined): RoutingProperties {
  return (body?.routing as { properties: RoutingProperties }).properties;
}

describe("the documentation's samples", () => {
  it('all tell which page they are from', () => {
    expect(withoutSource).toEqual([]);
    expect(samples).toHaveLength(8);
  });

  it.each(samples.filter(({ name }) => name !== 'invites-create-by-workflow'))(
    '$name: the answer is what Twilio specifies',
    ({ request, response }) => {
      expect(findSchemaProblem(request.operation, response.body)).toBeUndefined();
    },
  );

  it('invites-create-by-workflow: the answer is none that Twilio could give, as its page admits', () => {
    const { request, response } = named('invites-create-by-workflow');
    expect(findSchemaProblem(request.operation, response.body)).toMatch(
      /^\/interaction_sid must match pattern/,
    );
  });

  it('write the attributes of a task as JSON in a text, and its dates as seconds', () => {
    for (const name of ['interactions-create', 'invites-create']) {
      const properties = routingOf(named(name).response.body) as unknown as Record<string, unknown>;
      expect(JSON.parse(properties.attributes as string)).toHaveProperty('flexInteractionSid');
      expect(new Date(Number(properties.date_created) * 1000).getUTCFullYear()).toBe(2021);
    }
  });
});

/** The attributes that Flex derives from those of the request. */
const FROM_THE_CUSTOMER = ['customerName', 'customerAddress', 'customers'];

describe('the embedded Twilio takes the request of', () => {
  it.each([
    ['interactions-create-agent-initiated', 'interactions-create'],
    ['interactions-create-api-initiated', 'interactions-create'],
    ['invites-create', 'invites-create'],
    ['invites-create-by-workflow', 'invites-create'],
  ])('%s, and answers in the documented shape', async (name, documentedBy) => {
    const { send } = await accountOfTheSamples();
    const documented = structuredClone(named(documentedBy).response.body);
    const { request } = named(name);
    // The page with the whole answer sent one, the others did not.
    const webhook = 'webhook_ttid' in documented ? { WebhookTtid: documented.webhook_ttid } : {};
    const { status, body } = await send(named(name), webhook);
    expect(status).toBe(201);
    expect(typeof routingOf(body).attributes).toBe('string');
    if (!JSON.stringify(request.form).includes('customerName')) dropAttributes(documented, FROM_THE_CUSTOMER);
    expect(shapeOf(body)).toMatchObject(shapeOf(documented) as object);
    expect(Object.keys(body ?? {}).sort()).toEqual(Object.keys(documented).sort());
    expect(Object.keys(routingOf(body)).sort()).toEqual(Object.keys(routingOf(documented)).sort());
  });

  it('participants-create, and answers in the documented shape', async () => {
    const { send, interaction, sids } = await accountOfTheSamples();
    const { status, body } = await send(named('participants-create'));
    expect(status).toBe(201);
    expect(shapeOf(body)).toEqual(shapeOf(named('participants-create').response.body));
    expect(body).toMatchObject({
      type: 'customer',
      channel_sid: interaction.channel.sid,
      interaction_sid: interaction.entity.sid,
      routing_properties: { task_sid: sids.WT, worker_sid: sids.WK, reservation_sid: sids.WR },
    });
  });

  it("interactions-create-agent-initiated, and offers the agent's own task to that agent", async () => {
    const { twilio, clock, ada, send } = await accountOfTheSamples();
    const { body } = await send(named('interactions-create-agent-initiated'));
    await clock.advance(1_000);
    const { sid, attributes } = routingOf(body);
    expect(ada.reservations.map(({ task_sid: task }) => task)).toContain(sid);
    expect(JSON.parse(attributes)).toMatchObject({
      direction: 'outbound',
      initiatedBy: 'agent',
      customerName: 'silly name',
      customers: { name: 'silly name', phone: '+13115552368' },
    });
    expect(twilio.interactions.store.find(String(body?.sid)).channel.status).toBe('active');
  });

  it('interactions-create-api-initiated, and makes an inbound task with a Conversation of its own', async () => {
    const { twilio, clock, send } = await accountOfTheSamples();
    const { body } = await send(named('interactions-create-api-initiated'));
    await clock.advance(1_000);
    const attributes = JSON.parse(routingOf(body).attributes) as Record<string, string>;
    expect(attributes).toMatchObject({ direction: 'inbound', initiatedBy: 'api', from: 'testname' });
    const conversation = twilio.conversations.find(attributes.conversationSid ?? '');
    expect([...(conversation?.participants.values() ?? [])]).toMatchObject([
      { messaging_binding: { type: 'sms', address: '+13115552368', proxy_address: '+192555512345' } },
    ]);
  });

  it('interactions-create-customer-initiated once it names a Conversation and a routing', async () => {
    const { twilio, clock, send, sids } = await accountOfTheSamples();
    const conversation = twilio.conversationActions.create({}, { source: 'API', webhookEnabled: false });
    const binding = { type: 'sms', address: '+12025550188', proxy_address: '+14155550111' };
    twilio.conversationActions.addParticipant(
      conversation,
      { binding },
      { source: 'API', webhookEnabled: false },
    );
    const { Channel: channel } = named('interactions-create-customer-initiated').request.form;
    const { status, body } = await send(named('interactions-create-customer-initiated'), {
      Channel: { ...(channel as object), properties: { media_channel_sid: conversation.entity.sid } },
      Routing: { properties: { workspace_sid: sids.WS, workflow_sid: sids.WW } },
    });
    await clock.advance(1_000);
    expect(status).toBe(201);
    expect(twilio.interactions.ofConversation(conversation.entity.sid)?.entity.sid).toBe(body?.sid);
  });
});

describe('the embedded Twilio refuses the incomplete request of', () => {
  it.each([
    // The page's own table requires it: without a Conversation there is no customer to bring to an agent.
    [
      'interactions-create-customer-initiated',
      45004,
      /media_channel_sid is required when initiated_by is customer/,
    ],
    ['interactions-create-empty-channel', 45004, /Channel\.type/],
    // A placeholder where the specification wants a SID with the prefix HQ.
    ['interactions-create', 20001, /^InteractionContextSid must/],
  ])('%s with error %d, and makes nothing', async (name, code, message) => {
    const { twilio, send } = await accountOfTheSamples();
    const before = twilio.interactions.interactions.size;
    const { status, body } = await send(named(name));
    expect({ status, body }).toEqual({
      status: 400,
      body: {
        code,
        status: 400,
        message: expect.stringMatching(message) as string,
        more_info: `https://www.twilio.com/docs/errors/${String(code)}`,
      },
    });
    expect(twilio.interactions.interactions.size).toBe(before);
  });
});

function dropAttributes(body: Record<string, unknown>, names: readonly string[]): void {
  const properties = routingOf(body) as { attributes: string };
  const attributes = JSON.parse(properties.attributes) as Record<string, unknown>;
  properties.attributes = JSON.stringify(
    Object.fromEntries(Object.entries(attributes).filter(([name]) => !names.includes(name))),
  );
}
