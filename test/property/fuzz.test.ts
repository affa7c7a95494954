import fc from 'fast-check';
import { IS_FULL, report, SEED } from '../reliability/report';
import { BUSINESS_NUMBER, CUSTOMER_NUMBER, Deployment, EVENT_STREAMS_PASSWORD } from '../support/deployment';
import { CLEAN_PATH, extras, sid, spoiled } from './spoiled-input';

const RUNS = Number(process.env.FUZZ_RUNS ?? (IS_FULL ? 10_000 : 1_000));

/** Valid events of every kind, for the fuzz to spoil. */
const EVENTS: Readonly<Record<string, readonly Record<string, unknown>[]>> = {
  '/webhooks/conversations': [
    {
      EventType: 'onConversationAdded',
      ConversationSid: sid('CH'),
      ChatServiceSid: sid('IS'),
      Source: 'SMS',
      State: 'active',
      DateCreated: '2026-01-05T09:00:00.000Z',
      'MessagingBinding.Address': CUSTOMER_NUMBER,
      'MessagingBinding.ProxyAddress': BUSINESS_NUMBER,
      'MessagingBinding.AuthorAddress': CUSTOMER_NUMBER,
      Attributes: '{"customerName":"Ella"}',
    },
    {
      EventType: 'onMessageAdded',
      ConversationSid: sid('CH'),
      MessageSid: sid('IM'),
      ParticipantSid: sid('MB'),
      WebhookSid: sid('WH'),
      Index: '0',
      Author: CUSTOMER_NUMBER,
      Body: 'Hello',
      Source: 'SMS',
      RetryCount: '0',
    },
    {
      EventType: 'onConversationStateUpdated',
      ConversationSid: sid('CH'),
      StateFrom: 'active',
      StateTo: 'closed',
      Reason: 'TIMER',
    },
  ],
  '/webhooks/taskrouter': [
    {
      EventType: 'task.canceled',
      TaskSid: sid('WT'),
      TaskAge: '30',
      TaskQueueSid: sid('WQ'),
      WorkerSid: sid('WK'),
      Timestamp: '1767603600',
      TaskAttributes: JSON.stringify({
        conversationSid: sid('CH'),
        flexInteractionSid: sid('KD'),
        flexInteractionChannelSid: sid('UO'),
        channelType: 'sms',
      }),
    },
  ],
  '/webhooks/interactions': [
    {
      EventType: 'onInteractionCreated',
      InteractionSid: sid('KD'),
      MediaChannelSid: sid('CH'),
      MediaChannelType: 'sms',
    },
    {
      EventType: 'onChannelCreateFailed',
      InteractionSid: sid('KD'),
      ChannelSid: sid('UO'),
      MediaChannelSid: sid('CH'),
      ErrorCode: '45356',
    },
    {
      EventType: 'onChannelStatusUpdated',
      MediaChannelSid: sid('CH'),
      ChannelSid: sid('UO'),
      ChannelStatus: 'closed',
    },
    { EventType: 'onParticipantLeft', MediaChannelSid: sid('CH'), ParticipantType: 'agent' },
  ],
};

/** The same in the form of Event Streams, whose fields are the fuzz's to spoil. */
const STREAMED: readonly Record<string, unknown>[] = [
  {
    type: 'com.twilio.conversations.conversation.added',
    ConversationSid: sid('CH'),
    State: 'active',
    MessagingBinding: { Address: CUSTOMER_NUMBER, ProxyAddress: BUSINESS_NUMBER },
    Attributes: {},
    MessageBody: 'Hello',
  },
  {
    type: 'com.twilio.conversations.message.added',
    ConversationSid: sid('CH'),
    ParticipantSid: sid('MB'),
    Author: CUSTOMER_NUMBER,
    Index: 0,
    MessageBody: 'Hello',
  },
  {
    type: 'com.twilio.conversations.conversation-state.updated',
    ConversationSid: sid('CH'),
    StateTo: 'closed',
  },
  {
    type: 'com.twilio.taskrouter.task.canceled',
    name: 'task.canceled',
    payload: {
      eventtype: 'task.canceled',
      task_sid: sid('WT'),
      task_attributes: EVENTS['/webhooks/taskrouter']?.[0]?.TaskAttributes,
    },
  },
];

function spoil(
  event: Readonly<Record<string, unknown>>,
  changes: readonly (readonly [number, unknown])[],
): Record<string, unknown> {
  const names = Object.keys(event);
  const result = { ...event };
  for (const [at, value] of changes) result[names[at % names.length] ?? ''] = value;
  return result;
}

const changes = fc.array(fc.tuple(fc.nat(), spoiled), { maxLength: 4 });

function expectCleanPaths(deployment: Deployment): void {
  const paths = deployment.twilio.timeline.entries
    .filter(({ kind }) => kind === 'rest')
    .map(({ title }) => title.replace(/^\w+ /, ''));
  expect(paths.length).toBeGreaterThan(0);
  expect(paths.filter((path) => !CLEAN_PATH.test(path))).toEqual([]);
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
}

const TIMEOUT_MS = 60_000 + RUNS * 20;

/** How often each status was answered, for the report. */
function tally(url: string): (status: number) => void {
  const statuses: Record<number, number> = {};
  afterAll(() => {
    report(`fuzz ${url}`, [{ url, events: Object.values(statuses).reduce((a, b) => a + b, 0), statuses }]);
  });
  return (status) => {
    statuses[status] = (statuses[status] ?? 0) + 1;
  };
}

describe.each(Object.entries(EVENTS))('%s', (url, events) => {
  const count = tally(url);

  it(
    'answers anything with 2xx or 4xx, without an exception and without an unchecked SID in a path',
    async () => {
      const deployment = new Deployment();
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...events), changes, extras, async (event, wrong, extra) => {
          const answer = await deployment.call(url, { ...spoil(event, wrong), ...extra });
          count(answer.status);
          expect([200, 204, 400]).toContain(answer.status);
        }),
        { numRuns: RUNS, seed: SEED },
      );
      expectCleanPaths(deployment);
    },
    TIMEOUT_MS,
  );
});

describe('/webhooks/event-streams', () => {
  const count = tally('/webhooks/event-streams');
  const credentials = Buffer.from(`twilio:${EVENT_STREAMS_PASSWORD}`).toString('base64');
  const request = { headers: { authorization: `Basic ${credentials}` } };

  it(
    'answers anything that is authentic with 200, for a 4xx would throw it away and a 5xx bring it again',
    async () => {
      const deployment = new Deployment();
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...STREAMED), changes, spoiled, async (fact, wrong, time) => {
          const { type, ...data } = spoil(fact, wrong);
          const cloudEvent = { specversion: '1.0', id: 'EZ1', type, time, data };
          const answer = await deployment.call('/webhooks/event-streams', { 0: cloudEvent, request });
          count(answer.status);
          expect(answer.status).toBe(200);
        }),
        { numRuns: RUNS, seed: SEED },
      );
      expectCleanPaths(deployment);
    },
    TIMEOUT_MS,
  );
});
