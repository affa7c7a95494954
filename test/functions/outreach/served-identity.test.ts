import { openConversations, withAgents } from './outreach-deployment';

const CHAT = '/agent/click-to-chat';
const bySystem = { source: 'API', webhookEnabled: false } as const;

type World = ReturnType<typeof withAgents>;

/** Ella is in Conversations of an app, which have nothing to do with Flex. */
function talkInApp({ deployment }: World, count: number): void {
  deployment.twilio.world.deliveries.weather = { copies: () => [] };
  const { conversationActions } = deployment.twilio;
  for (let index = 0; index < count; index++) {
    const conversation = conversationActions.create({}, bySystem);
    conversationActions.addParticipant(conversation, { identity: 'ella' }, bySystem);
  }
}

describe('somebody who is logged in to our own chat', () => {
  it.each([
    ['in no Conversation', 0, 11],
    ['in one of an app', 1, 13],
    ['in twenty of an app', 20, 32],
    ['in more of them than can be looked at: the newest are', 30, 32],
  ])('is written to if they are %s', async (_, count, calls) => {
    const world = withAgents();
    talkInApp(world, count);
    const { deployment, ada } = world;
    expect(await deployment.callAgent(ada, CHAT, { identity: 'ella', body: 'Hello' })).toMatchObject({
      status: 201,
      calls,
    });
  });

  it.each([
    ['the last of 130 that are over', 130, 409],
    // 500 are looked at.
    ['one of so many that it is not looked for any further', 510, 201],
  ])('is not written to in another Conversation while %s is open', async (_, over, status) => {
    const world = withAgents();
    const { deployment, ada } = world;
    const { conversationActions } = deployment.twilio;
    talkInApp(world, over);
    for (const { entity } of openConversations(deployment)) entity.state = 'closed';
    const conversation = conversationActions.create({}, bySystem);
    conversationActions.addParticipant(conversation, { identity: 'ella' }, bySystem);
    const { sid: conversationSid } = conversation.entity;
    const channel = { type: 'chat', mediaChannelSid: conversationSid };
    const made = await deployment.callBackend('/backend/interactions', { channel, requestId: 'form-1' });
    expect(made.status).toBe(201);
    expect((await deployment.callAgent(ada, CHAT, { identity: 'ella' })).status).toBe(status);
  });

  it('is not in the way of others: each request gets its own answer again', async () => {
    const { deployment, ada } = withAgents();
    const click = (identity: string) => deployment.callAgent(ada, CHAT, { identity });
    const first = await click('ella');
    expect((await click('duke')).status).toBe(201);
    expect(await click('ella')).toMatchObject({ status: 201, body: first.body });
    expect(openConversations(deployment)).toHaveLength(2);
  });

  it('has nobody as long as no agent has taken the task', async () => {
    const { deployment, ada, grace } = withAgents();
    const { body } = await deployment.callAgent(ada, CHAT, { identity: 'ella' });
    await deployment.settle();
    const { conversationSid, interactionSid } = body;
    const refused = await deployment.callAgent(grace, CHAT, { identity: 'ella', body: 'Hello' });
    expect(refused).toMatchObject({ status: 409, body: { code: 'conversation_already_open' } });
    expect(refused.body.details).toEqual({ conversationSid, interactionSid, with: 'nobody' });
    expect(deployment.liveTasks).toHaveLength(1);
  });

  it.each([
    ['routed', 409],
    ['closed', 201],
  ])('may be in an open Conversation without a task whose record is %s', async (state, status) => {
    const world = withAgents();
    const { deployment, ada, grace } = world;
    deployment.twilio.world.deliveries.weather = { copies: () => [] };
    const { body } = await deployment.callAgent(ada, CHAT, { identity: 'ella' });
    await deployment.settle();
    const { sync, router, workspace } = deployment.twilio;
    for (const task of deployment.liveTasks) router.cancelTask(workspace, task, null);
    const document = sync.findService('default')?.byName.get(`interaction-${String(body.conversationSid)}`);
    if (!document) throw new Error('there is no record');
    sync.updateDocument(document, { ...(document.data as object), state });
    await deployment.settle(61_000);
    expect((await deployment.callAgent(grace, CHAT, { identity: 'ella', body: 'Hello' })).status).toBe(
      status,
    );
  });
});
