import { CONVERSATIONS, lastEvent } from '../../reliability/scenarios';
import { CUSTOMER_NUMBER, EVENT_STREAMS_PASSWORD } from '../../support/deployment';
import type { Written } from './written-to';
import {
  cancelTasks,
  customerWrote,
  deliver,
  interactionsOf,
  newestSids,
  putRecord,
  tasksOf,
  writeAgain,
} from './written-to';

const MINUTE_MS = 60_000;

/** A customer has been routed. */
async function routed(): Promise<Written> {
  const written = await customerWrote();
  await deliver(written, written.first);
  await written.deployment.settle();
  return written;
}

describe('a Conversation that was given up', () => {
  it.each([
    [45004, 45004],
    [undefined, 'unknown'],
  ])('with the code %j rests for 15 minutes, then a message is routed', async (code, told) => {
    const written = await customerWrote();
    putRecord(written, { state: 'failed', attempt: 3, code });
    const again = await writeAgain(written);
    await written.deployment.settle(15 * MINUTE_MS - 1);
    expect(await written.deployment.call(CONVERSATIONS, again)).toMatchObject({
      status: 200,
      body: { outcome: 'failed', code: told, alert: true },
      calls: 1,
    });
    await written.deployment.settle(1);
    expect(await deliver(written, again)).toEqual({
      status: 200,
      body: { outcome: 'routed', ...newestSids(written) },
      calls: 5,
    });
    expect(written.deployment.recordOf(written.conversationSid)).toMatchObject({ attempt: 1 });
  });
});

describe('a Conversation whose record is closed', () => {
  it('is routed again if a message comes while it is open', async () => {
    const written = await routed();
    cancelTasks(written);
    putRecord(written, { state: 'closed' });
    expect(await deliver(written, await writeAgain(written))).toMatchObject({
      body: { outcome: 'resumed', ...newestSids(written) },
      calls: 7,
    });
  });

  it('stays closed if it is closed itself', async () => {
    const written = await routed();
    const again = await writeAgain(written);
    await close(written, 'API');
    expect(await deliver(written, again)).toEqual({
      status: 200,
      body: { outcome: 'ignored', reason: 'closed' },
      calls: 2,
    });
  });

  it.each([
    ['stays closed if Event Streams tells of a message that came before', 0, 'closed'],
    ['is routed again if Event Streams tells of a message that came later', 1_000, 'routed'],
  ])('%s', async (_, laterMs, state) => {
    const written = await routed();
    const { deployment, conversationSid } = written;
    cancelTasks(written);
    putRecord(written, { state: 'closed' });
    const time = new Date(deployment.clock.now() + laterMs).toISOString();
    const data = { ConversationSid: conversationSid, Author: CUSTOMER_NUMBER, Index: 1 };
    await deployment.settle(MINUTE_MS);
    const password = Buffer.from(`twilio:${EVENT_STREAMS_PASSWORD}`).toString('base64');
    const answer = await deployment.call('/webhooks/event-streams', {
      request: { headers: { authorization: `Basic ${password}` } },
      0: { type: 'com.twilio.conversations.message.added', id: 'EZ1', time, data },
    });
    expect(answer).toMatchObject({ status: 200, body: { events: 1, unfinished: 0 } });
    expect(deployment.recordOf(conversationSid)).toMatchObject({ state });
  });

  it('stays closed if it is only told of again, without a message', async () => {
    const written = await customerWrote({});
    putRecord(written, { state: 'closed' });
    const { event } = lastEvent(written.deployment, 'onConversationAdded', CONVERSATIONS);
    expect(await deliver(written, { ...event, RetryCount: '1' })).toEqual({
      status: 200,
      body: { outcome: 'ignored', reason: 'closed' },
      calls: 3,
    });
  });
});

describe('a Conversation is closed', () => {
  it('by its timer: its channel is closed, and the task ends', async () => {
    const written = await routed();
    const { deployment, conversationSid } = written;
    expect(await close(written, 'TIMER')).toEqual({
      status: 200,
      body: { outcome: 'ignored', reason: 'closed' },
      calls: 3,
    });
    expect(tasksOf(written).map(({ entity }) => entity.assignment_status)).toEqual(['canceled']);
    expect(interactionsOf(written)[0]?.channel.status).toBe('closed');
    const { interactionSid, channelSid, taskSid } = newestSids(written);
    expect(deployment.recordOf(conversationSid)).toEqual({
      state: 'closed',
      attempt: 1,
      interactionSid,
      channelSid,
      taskSid,
      writtenBy: 'invocation-2',
      writtenAtMs: expect.any(Number) as number,
    });
  });

  it.each(['closed', 'foreign'])('whose record is %s: that stays as it is', async (state) => {
    const written = await routed();
    const { deployment, conversationSid } = written;
    putRecord(written, { ...deployment.recordOf(conversationSid), state });
    const before = deployment.recordOf(conversationSid);
    expect(await close(written, 'TIMER')).toEqual({
      status: 200,
      body: { outcome: 'ignored', reason: 'closed' },
      calls: 1,
    });
    expect(deployment.recordOf(conversationSid)).toEqual(before);
    expect(interactionsOf(written)[0]?.channel.status).toBe('active');
  });

  it('that nobody of us knows: it is not ours', async () => {
    const written = await customerWrote();
    expect(await close(written, 'TIMER')).toEqual({
      status: 200,
      body: { outcome: 'ignored', reason: 'not_ours' },
      calls: 1,
    });
    expect(written.deployment.recordOf(written.conversationSid)).toBeUndefined();
  });
});

/** The Conversation is closed, and we are told. */
async function close(written: Written, reason: 'API' | 'TIMER') {
  const { deployment, conversationSid } = written;
  const { conversations, conversationActions, accountSid } = deployment.twilio;
  const conversation = conversations.find(conversationSid);
  if (!conversation) throw new Error('There is no Conversation');
  conversationActions.setState(conversation, 'closed', reason, { source: 'API', webhookEnabled: false });
  return deliver(written, {
    EventType: 'onConversationStateUpdated',
    AccountSid: accountSid,
    ConversationSid: conversationSid,
    StateFrom: 'active',
    StateTo: 'closed',
    Reason: reason,
  });
}
