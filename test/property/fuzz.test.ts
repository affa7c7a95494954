import fc from 'fast-check';
import { BUSINESS_NUMBER, CUSTOMER_NUMBER, Deployment } from '../support/deployment';
import { CLEAN_PATH, extras, sid, spoiled } from './spoiled-input';

/** The long form, by `FUZZ_RUNS=10000`; what runs by default is seeded. */
const RUNS = Number(process.env.FUZZ_RUNS ?? 1_000);
const SEED = Number(process.env.FUZZ_SEED ?? 20_260_105);

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

describe.each(Object.entries(EVENTS))('%s', (url, events) => {
  it(
    'answers anything with 2xx or 4xx, without an exception and without an unchecked SID in a path',
    async () => {
      const deployment = new Deployment();
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom(...events),
          fc.array(fc.tuple(fc.nat(), spoiled), { maxLength: 4 }),
          extras,
          async (event, changes, extra) => {
            const names = Object.keys(event);
            const spoiledEvent: Record<string, unknown> = { ...event, ...extra };
            for (const [at, value] of changes) spoiledEvent[names[at % names.length] ?? ''] = value;
            const answer = await deployment.call(url, spoiledEvent);
            expect([200, 204, 400]).toContain(answer.status);
          },
        ),
        { numRuns: RUNS, seed: SEED },
      );
      const paths = deployment.twilio.timeline.entries
        .filter(({ kind }) => kind === 'rest')
        .map(({ title }) => title.replace(/^\w+ /, ''));
      expect(paths.length).toBeGreaterThan(0);
      expect(paths.filter((path) => !CLEAN_PATH.test(path))).toEqual([]);
      expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    },
    60_000 + RUNS * 20,
  );
});
