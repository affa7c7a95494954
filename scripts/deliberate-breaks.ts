/** A defect put into the product on purpose, and the test that has to notice it. */
export interface DeliberateBreak {
  /** What the product promises, and what would break it. */
  readonly invariant: string;
  readonly breaks: string;
  /** The file, below the project, and the text in it that is replaced; it occurs once. */
  readonly file: string;
  readonly find: string;
  readonly replace: string;
  /** The test file, and how the name of the test begins that turns red. */
  readonly test: string;
  readonly name: string;
}

const MATRIX = 'test/reliability/fault-matrix.test.ts';
const CONVERSATIONS = 'test/functions/conversations-webhook.test.ts';
const TASKROUTER = 'test/functions/taskrouter-webhook.test.ts';
const INTERACTIONS = 'test/functions/interactions-webhook.test.ts';
const EVENT_STREAMS = 'test/functions/event-streams.test.ts';
const SWEEP = 'test/functions/sweep.test.ts';
const INVITES = 'test/functions/orphans/invite-came-to-nothing.test.ts';
const CLAIMS = 'test/functions/routing/claims.test.ts';
const LEAKS = 'test/property/no-leaks.test.ts';
const FUZZ = 'test/property/fuzz.test.ts';
const INTERLEAVINGS = 'test/property/interleavings.test.ts';
const BURST = 'test/reliability/burst.test.ts';

const EXACTLY_ONE = 'One customer, one Interaction';
const NEVER_LOST = 'No customer is left alone';
const ONLY_OURS = 'Only what is ours';
const IN_TIME = 'Every delivery is answered in time, once';
const NO_LEAK = 'No word of a customer in a log, a record or an answer to Twilio';

/** One for each invariant at least. */
export const DELIBERATE_BREAKS: readonly DeliberateBreak[] = [
  {
    invariant: EXACTLY_ONE,
    breaks: 'the loser of a claim goes on as if it had won',
    file: 'src/core/routing-record/routing-records.ts',
    find: "return { won: this.#isOwn(stored.record, 'claimed'), stored };",
    replace: 'return { won: true, stored };',
    test: MATRIX,
    name: 'first message, service webhook',
  },
  {
    invariant: EXACTLY_ONE,
    breaks: 'a record is written without If-Match',
    file: 'src/core/twilio/sync-documents.ts',
    find: '.update({ ifMatch: change.ifMatch, data: change.data, ttl: change.ttlSeconds })',
    replace: '.update({ data: change.data, ttl: change.ttlSeconds })',
    test: MATRIX,
    name: 'message after an invocation died',
  },
  {
    invariant: EXACTLY_ONE,
    breaks: 'whoever takes over creates without looking first',
    file: 'src/core/routing/take-over.ts',
    find: "if (live) return adopt(claimed, live, 'already_routed', ports);",
    replace: '',
    test: MATRIX,
    name: 'first message, service webhook',
  },
  {
    invariant: EXACTLY_ONE,
    breaks: 'nobody respects a lease',
    file: 'src/core/routing-record/routing-record.ts',
    find: 'return isClaim && (record.leaseUntilMs ?? 0) > now;',
    replace: 'return false;',
    test: MATRIX,
    name: 'later message, nothing recorded',
  },
  {
    invariant: EXACTLY_ONE,
    breaks: 'a lease ends before its holder does',
    file: 'src/core/routing-record/routing-record.ts',
    find: 'export const LEASE_MS = 10_000;',
    replace: 'export const LEASE_MS = 1_000;',
    test: INTERLEAVINGS,
    name: 'nobody has two Interactions',
  },
  {
    invariant: EXACTLY_ONE,
    breaks: 'a creation whose fate is unknown is sent again',
    file: 'src/core/twilio/gateway.ts',
    find: '(error.didNothing || repeatable) &&',
    replace: '',
    test: MATRIX,
    name: 'first message, address webhook',
  },
  {
    invariant: EXACTLY_ONE,
    breaks: 'a parked channel gets a second Interaction instead of an Invite',
    file: 'src/core/routing/take-over.ts',
    find: 'if (!channel) return route(claimed, customer, ports);',
    replace: 'if (claimed) return route(claimed, customer, ports);',
    test: MATRIX,
    name: 'message in a parked Conversation',
  },
  {
    invariant: EXACTLY_ONE,
    breaks: 'the cancellation of a duplicate is taken for that of the good task (45353)',
    file: 'src/core/orphans/attend-orphan.ts',
    find: 'if (live) return followLiveTask(stored, live, ports);',
    replace: '',
    test: TASKROUTER,
    name: 'its cancellation names the good Conversation',
  },
  {
    invariant: EXACTLY_ONE,
    breaks: 'a new task that the search does not know yet is taken for none',
    file: 'src/core/orphans/attend-orphan.ts',
    find: 'if (hasNewTask(stored, orphan, ports.clock.now())) return alreadyRouted(stored);',
    replace: '',
    test: TASKROUTER,
    name: 'is not asked when the record was given another task',
  },
  {
    invariant: EXACTLY_ONE,
    breaks: 'the customer is told twice that nobody came',
    file: 'src/core/orphans/close-by-policy.ts',
    find: 'isTold ? undefined : contentFor(stored.record, orphan, customer);',
    replace: 'contentFor(stored.record, orphan, customer);',
    test: MATRIX,
    name: 'nobody took it, and the customer is told',
  },
  {
    invariant: NEVER_LOST,
    breaks: 'an expired claim is left as it is',
    file: 'src/core/routing/ensure-interaction.ts',
    find: "if (isHeld(record, ports.clock.now())) return { outcome: 'in_progress' };",
    replace: "if (record) return { outcome: 'in_progress' };",
    test: MATRIX,
    name: 'message after an invocation died',
  },
  {
    invariant: NEVER_LOST,
    breaks: 'a channel that was created and never written down is not looked for',
    file: 'src/core/routing/take-over.ts',
    find: 'channelOf(claimed.record) ?? ended',
    replace: 'channelOf(claimed.record)',
    test: MATRIX,
    name: 'message after an invocation died that had created',
  },
  {
    invariant: NEVER_LOST,
    breaks: 'a closed record is a dead end',
    file: 'src/core/routing/ensure-interaction.ts',
    find: "(await ports.conversations.fetchState(contact.conversationSid)) === 'closed'",
    replace: 'contact.isMessage',
    test: MATRIX,
    name: 'message in a Conversation that was closed in vain',
  },
  {
    invariant: NEVER_LOST,
    breaks: 'Event Streams is told that it is done while another invocation is at it',
    file: 'src/core/event-streams/event-streams-endpoint.ts',
    find: "if (outcome.outcome === 'unfinished' || outcome.outcome === 'in_progress') return true;",
    replace: "if (outcome.outcome === 'unfinished') return true;",
    test: EVENT_STREAMS,
    name: 'is 503 while another invocation is at it',
  },
  {
    invariant: NEVER_LOST,
    breaks: 'Event Streams is told that it is done when it failed',
    file: 'src/core/event-streams/event-streams-endpoint.ts',
    find: "if (outcome.outcome === 'unfinished' || outcome.outcome === 'in_progress') return true;",
    replace: "if (outcome.outcome === 'in_progress') return true;",
    test: BURST,
    name: 'with webhooks and Event Streams every one has exactly one Interaction',
  },
  {
    invariant: NEVER_LOST,
    breaks: 'whoever gives up is the only one to call an operator, and dies before',
    file: 'src/core/routing/ensure-interaction.ts',
    find: "return { outcome: 'failed', code: record.code ?? 'unknown', alert: true };",
    replace: "return { outcome: 'failed', code: record.code ?? 'unknown' };",
    test: CONVERSATIONS,
    name: 'is given up: whoever finds a Conversation that was given up calls an operator',
  },
  {
    invariant: NEVER_LOST,
    breaks: 'an orphan whose channel lives is forgotten',
    file: 'src/core/orphans/attend-orphan.ts',
    find: 'return applyPolicy(stored, orphan, channel, ports);',
    replace: "return ignored('uninteresting');",
    test: TASKROUTER,
    name: 'it is rerouted once',
  },
  {
    invariant: NEVER_LOST,
    breaks:
      'a reroute counts although Twilio refused its Invite, so that the next event closes the Conversation',
    file: 'src/core/orphans/hold-to-invite.ts',
    find: "state: 'resuming', attempt });",
    replace: "state: 'resuming', attempt, ...counters });",
    test: INVITES,
    name: 'because of 429 is sent by the next event of the same end',
  },
  {
    invariant: NEVER_LOST,
    breaks: 'a claim that was let go after a failure is taken for one that is held',
    file: 'src/core/routing/ensure-interaction.ts',
    find: 'if (!claim.won) return continueFrom(claim.stored, contact, ports);',
    replace: "if (!claim.won) return { outcome: 'in_progress' };",
    test: CLAIMS,
    name: 'takes over at once what an event just before it has let go',
  },
  {
    invariant: NEVER_LOST,
    breaks: 'a channel that could not be set up is not routed again',
    file: 'src/core/orphans/attend-orphan.ts',
    find: 'return routeAnew(stored, orphan, fate.errorCode, ports);',
    replace: "return ignored('failed');",
    test: INTERACTIONS,
    name: '45356: it is routed again',
  },
  {
    invariant: NEVER_LOST,
    breaks: 'a task that Twilio deletes after a day goes to the policy',
    file: 'src/core/orphans/attend-orphan.ts',
    find: 'if (task?.tookTooLong === true) return reinviteSameWorker(stored, task, channel, ports);',
    replace: '',
    test: TASKROUTER,
    name: 'is deleted by Twilio, and the same agent is invited again',
  },
  {
    invariant: NEVER_LOST,
    breaks: "a timer's closing leaves the agent's task alive",
    file: 'src/core/routing/close-record.ts',
    find: 'if (byTimer && channel) await ports.channels.close(channel);',
    replace: '',
    test: MATRIX,
    name: 'closed by its timer',
  },
  {
    invariant: NEVER_LOST,
    breaks: 'the sweep overlooks Conversations without a record',
    file: 'src/core/sweep/suspect.ts',
    find: ": 'no_record';",
    replace: ': undefined;',
    test: BURST,
    name: 'with webhooks and sweep nobody is lost if 1 of them are',
  },
  {
    invariant: NEVER_LOST,
    breaks: 'attempts have no bound, so that nobody is ever alerted',
    file: 'src/core/routing/take-over.ts',
    find: 'export const MAX_ATTEMPTS = 3;',
    replace: 'export const MAX_ATTEMPTS = Infinity;',
    test: INTERACTIONS,
    name: 'is given up by the policy after three attempts',
  },
  {
    invariant: ONLY_OURS,
    breaks: 'every business number is ours',
    file: 'src/core/conversations/identify-customer.ts',
    find: "if (!isOurs && found.entry.inbound !== true) return ignored('not_ours');",
    replace: '',
    test: CONVERSATIONS,
    name: "a Conversation on a bot's number gets nothing",
  },
  {
    invariant: ONLY_OURS,
    breaks: "somebody else's Interaction is taken for ours",
    file: 'src/core/routing/adopt-live-task.ts',
    find: 'const isOurs = live.isOurs || claimed.record.interactionSid !== undefined;',
    replace: 'const isOurs = live !== undefined;',
    test: CONVERSATIONS,
    name: "a Conversation that Flex's own outbound made",
  },
  {
    invariant: ONLY_OURS,
    breaks: 'a Conversation that somebody else serves is not noted',
    file: 'src/core/interaction-events/note-created-interaction.ts',
    find: "if (!couldBeOurs(table, channelType)) return ignored('not_ours');",
    replace: "if (table) return ignored('not_ours');",
    test: INTERACTIONS,
    name: 'makes a Conversation foreign before its customer writes',
  },
  {
    invariant: ONLY_OURS,
    breaks: 'a terminal event brings back what was parked or given up',
    file: 'src/core/orphans/attend-orphan.ts',
    find: " || state === 'failed' || state === 'parked'",
    replace: '',
    test: TASKROUTER,
    name: 'a Conversation whose record is parked',
  },
  {
    invariant: ONLY_OURS,
    breaks: 'the sweep repairs without SWEEP_SINCE',
    file: 'src/core/sweep/sweep.ts',
    find: 'const repairs = apply && sweepSinceMs !== undefined;',
    replace: 'const repairs = apply;',
    test: SWEEP,
    name: 'is only reported without',
  },
  {
    invariant: ONLY_OURS,
    breaks: 'a late event resumes what was parked after it happened',
    file: 'src/core/routing/ensure-interaction.ts',
    find: 'const isOfThisPark = parkWebhookSid',
    replace: 'const isOfThisPark = true || parkWebhookSid',
    test: EVENT_STREAMS,
    name: 'resumes nothing that was parked after it happened',
  },
  {
    invariant: IN_TIME,
    breaks: 'a call has a deadline of its own, a minute long',
    file: 'src/core/twilio/gateway.ts',
    find: 'const timeoutMs = Math.min(deadline.remainingMs(policy.useReserve), policy.attemptMs ?? Infinity);',
    replace: 'const timeoutMs = deadline.remainingMs(policy.useReserve) > 0 ? 60_000 : 0;',
    test: MATRIX,
    name: 'first message, address webhook',
  },
  {
    invariant: IN_TIME,
    breaks: 'a webhook may take all that the platform gives a Function',
    file: 'src/core/deadline.ts',
    find: 'export const WEBHOOK_BUDGET: Budget = { totalMs: 3_500,',
    replace: 'export const WEBHOOK_BUDGET: Budget = { totalMs: 9_000,',
    test: MATRIX,
    name: 'Event Streams, conversations.message.added',
  },
  {
    invariant: NO_LEAK,
    breaks: 'a log line may hold any text',
    file: 'src/core/log.ts',
    find: 'for (const field of LOG_FIELDS) {',
    replace: 'for (const field of Object.keys(all)) {',
    test: LEAKS,
    name: 'when a log line is given more',
  },
  {
    invariant: NO_LEAK,
    breaks: 'the message of an unexpected error is logged',
    file: 'src/core/endpoints/answer-error.ts',
    find: 'return { error: error.name, code:',
    replace: 'return { error: error.message.slice(0, 4), where: error.message, code:',
    test: LEAKS,
    name: 'when something unexpected is thrown',
  },
  {
    invariant: 'No input is trusted',
    breaks: 'anything that begins like a SID is one',
    file: 'src/core/sid.ts',
    find: 'return new RegExp(`^${prefix}[0-9a-fA-F]{32}$`);',
    replace: 'return new RegExp(`^${prefix}`);',
    test: FUZZ,
    name: 'answers anything with 2xx or 4xx',
  },
  {
    invariant: 'No input is trusted',
    breaks: 'Event Streams needs no password',
    file: 'src/core/endpoints/secrets.ts',
    find: "if (given === undefined || expected === undefined || expected === '') return false;",
    replace: "if (given === undefined || expected === undefined || expected === '') return true;",
    test: EVENT_STREAMS,
    name: 'is 401 for no password',
  },
];
