import { flexWithAgents, INTERACTIONS, SET_UP_MS } from './flex-with-agents';
import { callRest } from './rest-caller';
import { BUSINESS, CUSTOMER } from './twilio-with-hooks';

const NONE = '0'.repeat(32);

describe('the creation of an Interaction is refused', () => {
  const outbound = {
    type: 'sms',
    initiated_by: 'agent',
    participants: [{ address: CUSTOMER, proxy_address: BUSINESS }],
  };

  it.each<[string, object, RegExp]>([
    ['by a customer without a Conversation', { type: 'sms', initiated_by: 'customer' }, /media_channel_sid/],
    ['by an agent to nobody', { type: 'sms', initiated_by: 'agent', participants: [] }, /participants/],
    [
      'for an email without who sends it',
      { type: 'email', initiated_by: 'agent', participants: [{ level: 'to', address: 'ella@example.com' }] },
      /from and from_name/,
    ],
    ['of a type that there is not', { type: 'fax', initiated_by: 'customer' }, /Channel\.type/],
    ['again for a channel that there is not', { sid: `UO${NONE}`, type: 'sms', initiated_by: 'api' }, /./],
  ])('%s', async (_, channel, message) => {
    const { twilio, routing } = flexWithAgents();
    const form = { Channel: channel, Routing: { properties: { ...routing, attributes: {} } } };
    const { status, body } = await callRest(twilio, `POST ${INTERACTIONS}`, { form });
    expect(status === 400 || status === 404).toBe(true);
    expect(body?.message).toMatch(message);
    expect(twilio.interactions.interactions.size).toBe(0);
  });

  it('without a routing', async () => {
    const { twilio } = flexWithAgents();
    const answer = await callRest(twilio, `POST ${INTERACTIONS}`, { form: { Channel: outbound } });
    expect(answer).toMatchObject({ status: 400, body: { code: 45004 } });
    expect(answer.body?.message).toMatch(/Routing/);
  });
});

describe('an Interaction', () => {
  it('is invited to only with a routing, and knows only its own participants', async () => {
    const { converse, rest } = flexWithAgents();
    const { interaction } = await converse();
    expect(await rest('POST', interaction, '/Invites', {})).toMatchObject({ status: 400 });
    const none = `/Participants/UT${NONE}`;
    expect((await rest('POST', interaction, none, { Status: 'closed' })).status).toBe(404);
    const odd = { Type: 'external', MediaProperties: '"text"' };
    expect((await rest('POST', interaction, '/Participants', odd)).status).toBe(400);
    expect(interaction.participants).toHaveLength(2);
    expect(interaction.invites).toHaveLength(1);
  });

  it('keeps its webhook unless another one is named', async () => {
    const { twilio, converse } = flexWithAgents();
    const { interaction } = await converse();
    const line = `POST ${INTERACTIONS}/${interaction.entity.sid}`;
    await callRest(twilio, line, { form: { WebhookTtid: 'flex_interactionwebhook_1' } });
    expect((await callRest(twilio, line, { form: {} })).body).toMatchObject({
      webhook_ttid: 'flex_interactionwebhook_1',
    });
  });

  it('says so when its workspace is gone', async () => {
    const { twilio, clock, begin, createFor, rest } = flexWithAgents();
    const interaction = createFor(begin());
    await clock.advance(SET_UP_MS);
    const { sid } = twilio.workspace.entity;
    await callRest(twilio, `DELETE https://taskrouter.twilio.com/v1/Workspaces/${sid}`);
    expect(await rest('POST', interaction, '', { Status: 'closed' })).toMatchObject({
      status: 404,
      body: { code: 45006 },
    });
  });
});
