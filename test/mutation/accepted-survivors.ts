import type { AcceptedSurvivors } from '../../scripts/mutation-document';

const MILLISECOND = 'one millisecond at a boundary';
const FOR_TYPES = 'only the types ask for it: it cannot be otherwise here';
const ONLY_DEFECT =
  'every failure of a call is a TwilioRequestError: anything else would be a defect of ours';
const ANY_CONSTANT = 'any constant does: it is only digested or compared with itself';
const LABEL = 'what it calls its outcome, which is not read here';
const OTHER_ZONE = 'noticed by the test in a process of its own, whose machine is elsewhere';
const SAVES_A_SEARCH =
  'it only saves a search for tasks: while it is under way nothing is answered two lines further on';
const NOTHING_LEFT = 'what was abandoned, or is not there, has neither an Interaction nor a message';
const WHILE_LEAVING = 'it matters only for the seconds in which the agent who parked is on the way out';
const WORDING = 'the wording of an exception that neither an answer nor a log shows';

/** The mutants that no test notices and none has to: what stood there, what Stryker put instead, and why it may live. */
export const ACCEPTED_SURVIVORS: AcceptedSurvivors = {
  'src/core/conversations/customer-contact.ts': [
    ['address === undefined', 'false', FOR_TYPES],
    [
      'channelType !== undefined',
      'true',
      'the address of a new Conversation that came by a channel has a known form',
    ],
  ],
  'src/core/handle/handle-schema.ts': [
    ["'object'", '""', 'a field of a path that nothing reads'],
    ["'value'", '""', 'a field of a path that nothing reads'],
  ],
  'src/core/invites/invite-book.ts': [
    ['entry.leaseUntilMs > this.#clock.now()', 'entry.leaseUntilMs >= this.#clock.now()', MILLISECOND],
  ],
  'src/core/invites/invite-target.ts': [
    ["'object'", '""', 'a field of a path that nothing reads'],
    ["'value'", '""', 'a field of a path that nothing reads'],
    ['workflowSid !== undefined', 'true', FOR_TYPES],
    ["'an Invite without a target'", '""', WORDING],
  ],
  'src/core/invites/refuse-if-present.ts': [
    [
      "target.type !== 'worker'",
      'false',
      'no Participant has the SID of a queue or a workflow, so nobody is found',
    ],
  ],
  'src/core/invites/send-invite.ts': [['!(error instanceof TwilioRequestError)', 'false', ONLY_DEFECT]],
  'src/core/orphans/close-by-policy.ts': [['!(error instanceof TwilioRequestError)', 'false', ONLY_DEFECT]],
  'src/core/outreach/answer-open-conversation.ts': [
    [
      'ports.clock.now() - halfMade.atMs < LEASE_MS',
      'ports.clock.now() - halfMade.atMs <= LEASE_MS',
      MILLISECOND,
    ],
  ],
  'src/core/outreach/click-to-email.ts': [
    ["''", '"Stryker was here!"', FOR_TYPES],
    ["'email'", '""', 'the channel type of an outreach decides only what SMS needs'],
  ],
  'src/core/outreach/first-message.ts': [
    ['attributes.interactionSid !== undefined', 'false', 'it has the caller as its author as well'],
    ['!(error instanceof TwilioRequestError)', 'false', ONLY_DEFECT],
  ],
  'src/core/outreach/outreach-claims.ts': [
    [
      '{ \u2026',
      '{}',
      'a claim that is not ours is compared by its key and its lease only, and nothing equals neither',
    ],
    [
      "{ key: '', parameters: '', untilMs: 0 }",
      '{}',
      'a claim that is not ours is compared by its key and its lease only, and nothing equals neither',
    ],
    ['claim.leaseUntilMs > this.#clock.now()', 'claim.leaseUntilMs >= this.#clock.now()', MILLISECOND],
    ["''", '"Stryker was here!"', 'equals no key and no invocation either'],
  ],
  'src/core/outreach/outreach-guard.ts': [["''", '"Stryker was here!"', ANY_CONSTANT]],
  'src/core/outreach/outreach-request.ts': [
    ["'back end'", '""', ANY_CONSTANT],
    ["'requestId'", '""', ANY_CONSTANT],
    ['known.untilMs < now', 'known.untilMs <= now', MILLISECOND],
    ['a < b', 'a <= b', 'keys of one object are never equal'],
    ['a < b', 'a >= b', 'the opposite order is as good a one'],
  ],
  'src/core/outreach/reach-out.ts': [['error instanceof TwilioRequestError', 'true', ONLY_DEFECT]],
  'src/core/outreach/reach-out-in.ts': [
    ["'routed'", '""', 'the outcome of recordRouted, which is not used here'],
    ['!(error instanceof TwilioRequestError)', 'false', ONLY_DEFECT],
  ],
  'src/core/outreach/sender.ts': [['`has no outbound address of ${channelType}`', '``', WORDING]],
  'src/core/participants/add-participant-command.ts': [
    ['!(error instanceof TwilioRequestError)', 'false', ONLY_DEFECT],
  ],
  'src/core/orphans/reinvite-same-worker.ts': [
    ['[]', '["Stryker was here"]', 'whatever is in it has no task, so nobody is found'],
  ],
  'src/core/park/resume.ts': [
    ["'already_routed'", '""', LABEL],
    ["'resumed'", '""', LABEL],
  ],
  'src/core/routing/find-after-lost-answer.ts': [
    ['{ isOver }', '{}', 'it is false there, and so is what is left out'],
  ],
  'src/core/routing/ensure-interaction.ts': [
    ['record.parked?.webhookSid', 'record.parked.webhookSid', 'only a park makes such a webhook'],
    ['now - occurredAtMs < BELIEVABLE_MS', 'now - occurredAtMs <= BELIEVABLE_MS', MILLISECOND],
  ],
  'src/core/routing/recover.ts': [["'rejected'", '""', FOR_TYPES]],
  'src/core/routing-record/routing-record.ts': [
    ['now - parked.atMs < LEASE_MS', 'now - parked.atMs <= LEASE_MS', MILLISECOND],
  ],
  'src/core/routing-record/routing-records.ts': [
    ["''", '"Stryker was here!"', 'equals no invocation either'],
  ],
  'src/core/routing-table/find-entry.ts': [['businessAddress === undefined', 'false', FOR_TYPES]],
  'src/core/sweep/half-made-outreach.ts': [["'adopted'", '""', LABEL]],
  'src/core/sweep/repair.ts': [
    ['false', 'true', 'the sweep has looked whether the address is ours before it repairs'],
  ],
  'src/core/sweep/sweep.ts': [
    ['next < queue.length', 'next <= queue.length', 'what comes after the last one is none'],
    ['conversation', 'true', FOR_TYPES],
    [
      'ports.gateway.remainingMs > TIME_FOR_ONE_MS',
      'ports.gateway.remainingMs >= TIME_FOR_ONE_MS',
      MILLISECOND,
    ],
    ['createdAtMs < sweepSinceMs', 'createdAtMs <= sweepSinceMs', MILLISECOND],
    [
      'ports.clock.now() - createdAtMs < MIN_AGE_MS',
      'ports.clock.now() - createdAtMs <= MIN_AGE_MS',
      MILLISECOND,
    ],
  ],
  'src/core/sweep/suspect.ts': [
    ['!message.participantSid', 'false', 'it only saves the call that lists the Participants'],
    ["'foreign'", '""', 'what follows has no reason for it either'],
    [
      'message.writtenAtMs + REST_OF_SECOND_MS <= knowsUntilMs(record)',
      'message.writtenAtMs + REST_OF_SECOND_MS < knowsUntilMs(record)',
      MILLISECOND,
    ],
  ],
  'src/core/api-initiated/api-initiated-channel.ts': [
    ["''", '"Stryker was here!"', 'a channel that lacks them was refused before'],
    ['[]', '["Stryker was here"]', 'a participant without an identity has none to claim'],
  ],
  'src/core/api-initiated/refuse-what-twilio-refused.ts': [
    ["'unknown'", '""', 'every refusal has a status'],
    ['error instanceof TwilioRequestError && \u2026', 'true', ONLY_DEFECT],
    [
      'error instanceof TwilioRequestError && \u2026',
      "error instanceof TwilioRequestError || error.kind === 'rejected'",
      ONLY_DEFECT,
    ],
    ["error.kind === 'rejected'", 'true', 'what passes is looked after before'],
  ],
  'src/core/api-initiated/claim-conversation-or-refuse.ts': [
    ['{ request }', '{}', 'the claim of the request knows it as well'],
  ],
  'src/core/api-initiated/create-in-conversation-or-refuse.ts': [
    ["'routed'", '""', LABEL],
    ['!(error instanceof TwilioRequestError)', 'false', ONLY_DEFECT],
  ],
  'src/core/outreach/destination.ts': [
    ['/^whatsapp:/', '/whatsapp:/', 'a number with it anywhere else is none'],
  ],
  'src/core/outreach/outreach-ledger.ts': [
    [
      'Buffer.byteLength(JSON.stringify(fitting)) > MAX_BYTES',
      'Buffer.byteLength(JSON.stringify(fitting)) >= MAX_BYTES',
      'one byte at a limit of ours, far below that of Twilio',
    ],
    [
      'Object.keys(optedOut).length > 1',
      'Object.keys(optedOut).length >= 1',
      'one entry alone is never too large',
    ],
    [
      'Object.entries(days).sort(([, a], [, b]) => a - b)',
      'Object.entries(days)',
      'they are kept in the order in which they came',
    ],
    ['a - b', 'a + b', 'they are kept in the order in which they came'],
    ['([, a], [, b]) => a - b', '() => undefined', 'they are kept in the order in which they came'],
  ],
  'src/core/handle/locate.ts': [
    [
      'interactionSid !== undefined && channelSid !== undefined',
      'true',
      'oneHandle lets no handle through that has neither; the types ask for it',
    ],
    [
      'interactionSid !== undefined && channelSid !== undefined',
      'interactionSid !== undefined || channelSid !== undefined',
      'oneHandle lets no handle through that has neither; the types ask for it',
    ],
    [
      'interactionSid !== undefined',
      'true',
      'oneHandle lets no handle through that has neither; the types ask for it',
    ],
    [
      'channelSid !== undefined',
      'true',
      'oneHandle lets no handle through that has neither; the types ask for it',
    ],
  ],
  'src/core/handle/located-interaction.ts': [
    ['[]', '["Stryker was here"]', 'the set is asked for SIDs of tasks only'],
  ],
  'src/core/outreach/claim-identity.ts': [
    [
      'stored.claim.request.key === request.key',
      'false',
      'it takes a request that died while it held the identity, and its repetition within the lease',
    ],
    [
      'claim.interactionSid !== undefined && claim.conversationSid === undefined',
      'true',
      'it only saves a search for tasks',
    ],
    [
      'claim.interactionSid !== undefined && claim.conversationSid === undefined',
      'claim.interactionSid !== undefined || claim.conversationSid === undefined',
      'it only saves a search for tasks',
    ],
    ['claim.interactionSid !== undefined', 'true', 'it only saves a search for tasks'],
    ['claim.conversationSid === undefined', 'true', 'it only saves a search for tasks'],
    ['[]', '["Stryker was here"]', 'no task is found for what is no SID'],
  ],
  'src/core/outreach/wait-or-give-up.ts': [
    ['gateway.remainingMs > KEPT_MS', 'gateway.remainingMs >= KEPT_MS', MILLISECOND],
  ],
  'src/core/twilio/unless-defect.ts': [
    ['{ …', '{}', ONLY_DEFECT],
    ['!(error instanceof TwilioRequestError)', 'false', ONLY_DEFECT],
  ],
  'src/core/endpoints/answer-error.ts': [["''", '"Stryker was here!"', 'a stack that holds no place either']],
  'src/core/endpoints/api-error.ts': [["'ApiError'", '""', WORDING]],
  'src/core/endpoints/cors.ts': [['origin !== undefined', 'true', 'no setting holds undefined']],
  'src/core/endpoints/endpoint.ts': [
    ['answer.status >= 500', 'answer.status > 500', 'every 500 raises an alert, which is an error too'],
    ["'stuck beyond the deadline'", '""', WORDING],
  ],
  'src/core/endpoints/input-error.ts': [
    ["`invalid: ${Object.keys(fields).join(', ')}`", '``', WORDING],
    ["', '", '""', WORDING],
    ["'InputError'", '""', WORDING],
  ],
  'src/core/endpoints/input-schemas.ts': [['{ …', '{}', 'it returns undefined as well']],
  'src/core/endpoints/secrets.ts': [
    ['match?.[1]?.toLowerCase', 'match?.[1].toLowerCase', FOR_TYPES],
    ["''", '"Stryker was here!"', 'a text without a colon either'],
    ['[]', '["Stryker was here"]', 'only what comes after the first is read'],
  ],
  'src/core/event-streams/event-streams-endpoint.ts': [
    ['outcome.recorded === false', 'true', 'it is false whenever it is there'],
    [
      "'recorded' in outcome && outcome.recorded === false",
      "'recorded' in outcome || outcome.recorded === false",
      'it is false whenever it is there',
    ],
  ],
  'src/core/event-streams/run-cloud-events.ts': [
    ["'uninteresting'", '""', 'the reason of an ignored event, which is not logged here'],
    ['!(error instanceof InputError)', 'false', 'reading an event throws nothing else'],
  ],
  'src/core/event-streams/translate.ts': [
    ["event.type === 'uninteresting' || event.type === 'onDeliveryUpdated'", 'false', FOR_TYPES],
    ["event.type === 'uninteresting'", 'false', FOR_TYPES],
    [
      "event.type === 'uninteresting' || event.type === 'onDeliveryUpdated'",
      "event.type === 'uninteresting' && event.type === 'onDeliveryUpdated'",
      FOR_TYPES,
    ],
    ["'uninteresting'", '""', FOR_TYPES],
    ["event.type === 'onDeliveryUpdated'", 'false', FOR_TYPES],
    ["'onDeliveryUpdated'", '""', FOR_TYPES],
    ["typeof data.Author === 'string'", 'true', FOR_TYPES],
    ['default: …', 'default:', 'it returns undefined as well'],
  ],
  'src/core/event-streams/url-signature.ts': [
    ['credentials === undefined', 'false', 'the endpoint has found a password in them before'],
    ['[rest]', '[]', 'the endpoint has found a password in them before'],
  ],
  'src/core/health/check-resources.ts': [
    ['!(error instanceof TwilioRequestError)', 'false', ONLY_DEFECT],
    ["''", '"Stryker was here!"', 'a refusal has a status'],
  ],
  'src/core/health/health-endpoint.ts': [["typeof context.BACKEND_API_KEY === 'string'", 'true', FOR_TYPES]],
  'src/core/settings.ts': [
    ['/T[\\d:.]+$/', '/T[\\d:.]$/', OTHER_ZONE],
    ['/T[\\d:.]+$/', '/T[^\\d:.]+$/', OTHER_ZONE],
    ['/T[\\d:.]+$/', '/T[\\D:.]+$/', OTHER_ZONE],
    ['[]', '["Stryker was here"]', FOR_TYPES],
    ["'settings'", '""', FOR_TYPES],
  ],
  'src/core/conversations/identify-customer.ts': [['address !== undefined', 'true', FOR_TYPES]],
  'src/core/outreach/answer-same-request.ts': [
    ['message && !written && isUnderWay', 'false', SAVES_A_SEARCH],
    ['message && !written', 'message || !written', SAVES_A_SEARCH],
    ['message && !written', 'true', SAVES_A_SEARCH],
    ['!written', 'written', SAVES_A_SEARCH],
  ],
  'src/core/outreach/find-done.ts': [
    [
      '!stored || stored.record.code === ABANDONED',
      '!stored && stored.record.code === ABANDONED',
      NOTHING_LEFT,
    ],
    ['!stored || stored.record.code === ABANDONED', 'false', NOTHING_LEFT],
    ['stored.record.code === ABANDONED', 'false', NOTHING_LEFT],
    ['!interactionSid && !written', 'false', 'its callers look for the SIDs themselves'],
    ['!written', 'written', 'its callers look for the SIDs themselves'],
  ],
  'src/core/twilio/sync-documents.ts': [["'names no Sync service'", '""', WORDING]],
  'src/core/twilio/request-error-from.ts': [['{ …', '{}', 'it returns undefined as well']],
  'src/core/api-initiated/already-served.ts': [
    ['all.filter(({ taskSid }) => taskSid !== leaving)', 'all', WHILE_LEAVING],
    ['taskSid !== leaving', 'true', WHILE_LEAVING],
  ],
  'src/core/outreach/find-begun.ts': [
    ['first', 'false', 'what Twilio told of the Interaction leads to the same one'],
    ['{ …', '{}', 'what Twilio told of the Interaction leads to the same one'],
  ],
  'src/core/twilio/conversation-messages.ts': [
    [
      "{ order: 'asc', pageSize: EARLY_MESSAGES }",
      '{}',
      'the oldest come first anyway, and no test writes more than a page',
    ],
    ['[]', '["Stryker was here"]', 'what is no message has neither an author nor attributes'],
  ],
  'src/core/api-initiated/api-initiated-input.ts': [
    ['proxyAddress === undefined', 'false', 'an absent field and an undefined one are the same'],
  ],
};
