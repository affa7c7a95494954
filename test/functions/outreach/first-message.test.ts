import { CUSTOMER_NUMBER } from '../../support/deployment';
import type { OutreachWorld } from './outreach-deployment';
import {
  click,
  CONTENT_SID,
  messages,
  openConversations,
  SMS,
  TEXT,
  withAgents,
} from './outreach-deployment';

/** The SIDs of the only Interaction that there is. */
function sidsOf({ deployment }: OutreachWorld) {
  const [interaction] = deployment.twilio.interactions.store.bySid.values();
  const [task] = deployment.liveTasks;
  return {
    interactionSid: interaction?.entity.sid,
    channelSid: interaction?.channel.sid,
    conversationSid: openConversations(deployment)[0]?.entity.sid,
    taskSid: task?.entity.sid,
  };
}

describe('an outreach answers the SIDs of its Interaction', () => {
  it('alone if its first message was sent', async () => {
    const world = withAgents();
    expect((await click(world)).body).toEqual(sidsOf(world));
  });

  it('alone if there was nothing to send', async () => {
    const world = withAgents();
    expect((await click(world, SMS, { to: CUSTOMER_NUMBER })).body).toEqual(sidsOf(world));
  });

  it.each([
    [
      'was refused',
      { kind: 'status', status: 400, code: 30_007 },
      { messageSent: false, messageError: 30_007 },
    ],
    ['was refused without a code', { kind: 'status', status: 400, html: true }, { messageSent: false }],
    ['may be sent', { kind: 'reset-after' }, { messageSent: 'unknown' }],
    ['got no answer', { kind: 'never-before' }, { messageSent: 'unknown' }],
  ] as const)('and that its first message %s', async (_, fault, told) => {
    const world = withAgents();
    world.deployment.twilio.faults.add({ operation: 'CreateConversationMessage', times: 1, ...fault });
    const answer = await click(world);
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({ ...sidsOf(world), ...told });
  });

  it('and says that nothing was sent where Twilio does not tell the Conversation', async () => {
    const world = withAgents();
    const { deployment, ada } = world;
    const platform = deployment.platform();
    const withoutRouting: typeof platform = {
      ...platform,
      transport: async (request, signal) => {
        const answer = await platform.transport(request, signal);
        if (request.host !== 'flex-api.twilio.com') return answer;
        const body = { ...(JSON.parse(answer.body) as object), routing: undefined };
        return { ...answer, body: JSON.stringify(body) };
      },
    };
    const chat = { identity: 'ella', body: 'Hello' };
    const answer = await deployment.callAgent(ada, '/agent/click-to-chat', chat, withoutRouting);
    const { interactionSid, channelSid } = sidsOf(world);
    // It has no record then either.
    expect(answer).toMatchObject({ status: 201, calls: 9 });
    expect(answer.body).toEqual({ interactionSid, channelSid, messageSent: false });
    expect(messages(deployment)).toEqual([]);
  });
});

describe('a first message that Twilio refuses', () => {
  const refuse = ({ deployment }: OutreachWorld, code: number) =>
    deployment.twilio.faults.add({
      operation: 'CreateConversationMessage',
      kind: 'status',
      status: 400,
      code,
      times: 1,
    });

  async function clickAfterTheEnd(world: OutreachWorld) {
    const { deployment, ada } = world;
    await deployment.settle();
    ada.accept();
    ada.complete();
    await deployment.settle(60_000);
    return click(world, SMS, { ...TEXT, body: 'Once more' });
  }

  it('is no opt-out for any other reason', async () => {
    const world = withAgents();
    refuse(world, 30_007);
    await click(world);
    expect((await clickAfterTheEnd(world)).status).toBe(201);
  });

  it('stays the answer if an opt-out cannot be remembered now', async () => {
    const world = withAgents();
    const { deployment } = world;
    refuse(world, 21_610);
    const calm = deployment.twilio.faults.add({ operation: 'UpdateDocument', kind: 'status', status: 500 });
    const answer = await click(world);
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({ ...sidsOf(world), messageSent: false, messageError: 21_610 });
    calm();
    expect((await clickAfterTheEnd(world)).status).toBe(201);
  });
});

describe('the Conversation of an outreach', () => {
  const messagingServiceSid = `MG${'ab'.repeat(16)}`;
  const settings = { OUTBOUND_MESSAGING_SERVICE_SID: messagingServiceSid };

  async function entityOf(url: string, parameters: object) {
    const world = withAgents({ settings });
    await click(world, url, parameters);
    const [conversation] = openConversations(world.deployment);
    return { ...conversation?.entity, ofAccount: world.deployment.twilio.conversations.messagingServiceSid };
  }

  it.each([
    ['customer', { customerName: 'Ella' }, 'Ella'],
    ['number, if it was asked for without a name', {}, CUSTOMER_NUMBER],
  ])('has the name of its %s, and says what it is', async (_, name, friendlyName) => {
    const entity = await entityOf(SMS, { ...TEXT, ...name });
    expect(entity.friendly_name).toBe(friendlyName);
    expect(JSON.parse(entity.attributes ?? '')).toEqual({
      origin: 'flex-conversations-functions',
      initiatedBy: 'agent',
    });
  });

  it('uses the Messaging Service that is set by SMS only', async () => {
    const template = { to: CUSTOMER_NUMBER, contentSid: CONTENT_SID };
    expect(await entityOf(SMS, TEXT)).toMatchObject({ messaging_service_sid: messagingServiceSid });
    const { ofAccount, messaging_service_sid: used } = await entityOf('/agent/click-to-whatsapp', template);
    expect(used).toBe(ofAccount);
  });
});
