/** What the doctor looks at. */
export const CHECKS = ['settings', 'sids', 'hooks', 'exposure', 'runtime', 'sync'] as const;

export type CheckName = (typeof CHECKS)[number];

interface FindingKind {
  readonly id: string;
  readonly check: CheckName;
  /** An error loses customers or lets somebody in; a warning will some day. */
  readonly severity: 'error' | 'warning';
  /** What is wrong; `{subject}` stands for the one thing that it is about. */
  readonly sentence: string;
  readonly cure: string;
  readonly link: string;
}

const DOCS = 'https://www.twilio.com/docs';
const SETUP = 'Run `npm run setup`, then with --apply.';
const DEPLOY = 'Run `npm run deploy`.';
const EDIT_ENV = 'Correct it in .env and run `npm run deploy`.';

/** Everything that the doctor can find. */
export const FINDINGS = [
  {
    id: 'check-failed',
    check: 'settings',
    severity: 'error',
    sentence: 'Could not look: {subject}',
    cure: 'Run it again; if it stays, look for the error code, and whether the credentials may read everything.',
    link: `${DOCS}/api/errors`,
  },
  {
    id: 'not-deployed',
    check: 'settings',
    severity: 'error',
    sentence: 'Nothing is deployed to {subject}.',
    cure: DEPLOY,
    link: `${DOCS}/labs/serverless-toolkit/deploying`,
  },
  {
    id: 'setting-wrong',
    check: 'settings',
    severity: 'error',
    sentence: 'The setting {subject}, so that every call is answered with 500.',
    cure: EDIT_ENV,
    link: `${DOCS}/serverless/functions-assets/functions/variables`,
  },
  {
    id: 'setting-unknown',
    check: 'settings',
    severity: 'warning',
    sentence: 'The deployment has a variable {subject}, which nothing reads: a typing error?',
    cure: 'Correct its name in .env and deploy; a variable that is not in .env any more has to be deleted in the Console.',
    link: `${DOCS}/serverless/functions-assets/functions/variables`,
  },
  {
    id: 'settings-not-deployed',
    check: 'settings',
    severity: 'warning',
    sentence: '{subject} is not deployed as .env has it.',
    cure: DEPLOY,
    link: `${DOCS}/serverless/functions-assets/functions/variables`,
  },
  {
    id: 'credentials-withheld',
    check: 'settings',
    severity: 'error',
    sentence: 'The service {subject} does not give ACCOUNT_SID and AUTH_TOKEN to its Functions.',
    cure: 'Turn on "Add my Twilio Credentials to ENV" in the settings of the service, in the Console.',
    link: `${DOCS}/serverless/api/resource/service`,
  },
  {
    id: 'backend-key-missing',
    check: 'settings',
    severity: 'warning',
    sentence:
      '{subject} is empty, so that nobody can call /backend/sweep, the net for customers whom nobody reported.',
    cure: SETUP,
    link: `${DOCS}/serverless/functions-assets/functions/variables`,
  },
  {
    id: 'sweep-only-reports',
    check: 'settings',
    severity: 'warning',
    sentence: '{subject} is empty, so that the sweep finds customers who are alone and repairs nothing.',
    cure: 'Set it in .env to the day from which on Conversations are yours, e.g. 2026-01-31, and deploy.',
    link: `${DOCS}/conversations/api/conversation-resource`,
  },

  {
    id: 'flex-chat-service-not-default',
    check: 'sids',
    severity: 'error',
    sentence:
      'Flex works with the Conversations service {subject}, which is not the default one of the account.',
    cure: 'Make the Flex Chat Service the default one, in the Console under Conversations, Defaults.',
    link: `${DOCS}/flex/developer/conversations/best-practices`,
  },
  {
    id: 'conversations-service-not-of-flex',
    check: 'sids',
    severity: 'error',
    sentence: 'CONVERSATIONS_SERVICE_SID names {subject}, which Flex does not work with.',
    cure: 'Clear it in .env and run `npm run deploy`: the default service is the right one.',
    link: `${DOCS}/flex/developer/conversations/best-practices`,
  },
  {
    id: 'workspace-not-of-flex',
    check: 'sids',
    severity: 'error',
    sentence: 'TASKROUTER_WORKSPACE_SID names {subject}, which is not the workspace of Flex.',
    cure: EDIT_ENV,
    link: `${DOCS}/flex/developer/taskrouter`,
  },
  {
    id: 'workspace-missing',
    check: 'sids',
    severity: 'error',
    sentence: 'The account has no workspace {subject}.',
    cure: EDIT_ENV,
    link: `${DOCS}/taskrouter/api/workspace`,
  },
  {
    id: 'workflow-missing',
    check: 'sids',
    severity: 'error',
    sentence: 'The workspace has no workflow {subject}.',
    cure: 'Correct it in .env or in the routing table, and run `npm run deploy`.',
    link: `${DOCS}/taskrouter/api/workflow`,
  },
  {
    id: 'queue-missing',
    check: 'sids',
    severity: 'error',
    sentence: 'The workspace has no task queue {subject}.',
    cure: EDIT_ENV,
    link: `${DOCS}/taskrouter/api/task-queue`,
  },
  {
    id: 'task-channel-missing',
    check: 'sids',
    severity: 'error',
    sentence: 'The workspace has no task channel {subject}.',
    cure: 'Make it in TaskRouter, or name another one as taskChannel in the routing table.',
    link: `${DOCS}/taskrouter/api/task-channel`,
  },
  {
    id: 'address-not-owned',
    check: 'sids',
    severity: 'error',
    sentence: 'The routing table has {subject}, which the account does not own.',
    cure: `${SETUP} It takes such addresses out.`,
    link: `${DOCS}/phone-numbers/api/incomingphonenumber-resource`,
  },

  {
    id: 'conversations-webhook-elsewhere',
    check: 'hooks',
    severity: 'error',
    sentence: 'The Conversations webhook leads to {subject} and not here.',
    cure: SETUP,
    link: `${DOCS}/conversations/conversations-webhooks`,
  },
  {
    id: 'conversations-webhook-events',
    check: 'hooks',
    severity: 'error',
    sentence: 'The Conversations webhook does not tell of {subject}.',
    cure: SETUP,
    link: `${DOCS}/conversations/conversations-webhooks`,
  },
  {
    id: 'conversations-webhook-twice',
    check: 'hooks',
    severity: 'warning',
    sentence: 'Every message is told twice: {subject} leads here as well.',
    cure: `${SETUP} A webhook of the whole account is to be cleared in the Console.`,
    link: `${DOCS}/conversations/conversations-webhooks`,
  },
  {
    id: 'address-not-configured',
    check: 'hooks',
    severity: 'error',
    sentence: 'Messages to {subject} begin no Conversation.',
    cure: SETUP,
    link: `${DOCS}/conversations/api/address-configuration-resource`,
  },
  {
    id: 'address-elsewhere',
    check: 'hooks',
    severity: 'error',
    sentence: 'The routing table takes messages that go elsewhere: {subject}.',
    cure: `${SETUP} Where it is somebody else’s, decide whose it is: --force, or inbound: false in the table.`,
    link: `${DOCS}/conversations/api/address-configuration-resource`,
  },
  {
    id: 'taskrouter-callback-elsewhere',
    check: 'hooks',
    severity: 'error',
    sentence:
      'The event callback of the workspace leads to {subject} and not here: nobody hears of customers whom no agent took.',
    cure: SETUP,
    link: `${DOCS}/taskrouter/api/event/reference`,
  },
  {
    id: 'taskrouter-filter-spaces',
    check: 'hooks',
    severity: 'error',
    sentence: 'The event filter of the workspace has spaces, behind which nothing matches: {subject}',
    cure: SETUP,
    link: `${DOCS}/taskrouter/api/workspace`,
  },
  {
    id: 'taskrouter-filter-events',
    check: 'hooks',
    severity: 'error',
    sentence: 'The event filter of the workspace lacks {subject}.',
    cure: SETUP,
    link: `${DOCS}/taskrouter/api/event/reference`,
  },
  {
    id: 'interaction-webhook-missing',
    check: 'hooks',
    severity: 'error',
    sentence: 'No Interaction webhook leads to {subject}: nobody hears of channels that could not be set up.',
    cure: SETUP,
    link: `${DOCS}/flex/developer/conversations/register-interactions-webhooks`,
  },
  {
    id: 'interaction-webhook-events',
    check: 'hooks',
    severity: 'error',
    sentence: 'The Interaction webhook does not tell of {subject}.',
    cure: SETUP,
    link: `${DOCS}/flex/developer/conversations/register-interactions-webhooks`,
  },
  {
    id: 'interaction-webhook-twice',
    check: 'hooks',
    severity: 'warning',
    sentence: 'Several Interaction webhooks lead here: {subject}.',
    cure: 'Delete all but one of them.',
    link: `${DOCS}/flex/developer/conversations/register-interactions-webhooks`,
  },
  {
    id: 'event-streams-missing',
    check: 'hooks',
    severity: 'error',
    sentence: 'No Event Streams sink leads to {subject}: an event that a webhook loses is lost.',
    cure: SETUP,
    link: `${DOCS}/events/webhook-quickstart`,
  },
  {
    id: 'event-streams-types',
    check: 'hooks',
    severity: 'error',
    sentence: 'Event Streams is not subscribed to {subject}.',
    cure: SETUP,
    link: `${DOCS}/events/event-streams/subscription`,
  },
  {
    id: 'event-streams-twice',
    check: 'hooks',
    severity: 'warning',
    sentence: 'Several Event Streams sinks lead here: {subject}.',
    cure: 'Delete the subscriptions of all but one of them, then those sinks.',
    link: `${DOCS}/events/event-streams/sink-resource`,
  },
  {
    id: 'event-streams-password',
    check: 'hooks',
    severity: 'error',
    sentence:
      'The Event Streams sink {subject} sends another password than EVENT_STREAMS_PASSWORD: all its events are refused.',
    cure: `${SETUP} It makes the sink anew.`,
    link: `${DOCS}/events/webhook-quickstart`,
  },
  {
    id: 'event-streams-failed',
    check: 'hooks',
    severity: 'error',
    sentence: 'Twilio has stopped the Event Streams sink {subject}.',
    cure: 'Look at its errors in the Console under Event Streams; `npm run setup` makes one that is deleted anew.',
    link: `${DOCS}/events/event-streams/sink-resource`,
  },

  {
    id: 'unreachable',
    check: 'exposure',
    severity: 'error',
    sentence: 'The deployment does not answer as it should: {subject}.',
    cure: 'Look at `npm run logs`, and deploy again.',
    link: `${DOCS}/serverless/functions-assets/functions/debugging`,
  },
  {
    id: 'unsigned-accepted',
    check: 'exposure',
    severity: 'error',
    sentence: '{subject} takes a call that nobody has signed or authenticated.',
    cure: 'Take the webhooks out of service, and deploy the Functions as they are in this project: webhooks end in .protected.ts.',
    link: `${DOCS}/serverless/functions-assets/visibility`,
  },

  {
    id: 'runtime-old',
    check: 'runtime',
    severity: 'error',
    sentence: 'The Functions run on {subject}, which is out of service or untried.',
    cure: 'Set "runtime": "node22" in .twilioserverlessrc and deploy.',
    link: `${DOCS}/serverless/functions-assets/functions/node-versions`,
  },
  {
    id: 'runtime-handler-other',
    check: 'runtime',
    severity: 'error',
    sentence:
      'The build has @twilio/runtime-handler {subject}, not the version that this project is tested with.',
    cure: 'Restore the exact version in package.json, `npm ci`, and deploy.',
    link: `${DOCS}/serverless/functions-assets/handler`,
  },
  {
    id: 'functions-other',
    check: 'runtime',
    severity: 'warning',
    sentence: 'What is deployed is not what is here: {subject}.',
    cure: DEPLOY,
    link: `${DOCS}/labs/serverless-toolkit/deploying`,
  },

  {
    id: 'sync-service-missing',
    check: 'sync',
    severity: 'error',
    sentence: 'The account has no Sync service {subject}: without routing records nothing is routed.',
    cure: `Clear SYNC_SERVICE_SID in .env. ${SETUP} Then run \`npm run deploy\`.`,
    link: `${DOCS}/sync/api/service`,
  },
  {
    id: 'sync-service-shared',
    check: 'sync',
    severity: 'warning',
    sentence: 'The routing records are in {subject}, which others use and every Sync token may read.',
    cure: `${SETUP} Then run \`npm run deploy\`.`,
    link: `${DOCS}/sync/sync-permissions`,
  },
  {
    id: 'sync-access-open',
    check: 'sync',
    severity: 'warning',
    sentence:
      'The Sync service {subject} has no access control list: every Sync token may read the routing records.',
    cure: SETUP,
    link: `${DOCS}/sync/sync-permissions`,
  },
  {
    id: 'sync-not-writable',
    check: 'sync',
    severity: 'error',
    sentence: 'No Document can be made in the Sync service: {subject}',
    cure: 'Look for the error code; without routing records nothing is routed.',
    link: `${DOCS}/sync/limits`,
  },
] as const satisfies readonly FindingKind[];

export type FindingId = (typeof FINDINGS)[number]['id'];

/** One thing that is wrong. */
export interface Finding {
  readonly id: FindingId;
  readonly check: CheckName;
  readonly severity: 'error' | 'warning';
  readonly sentence: string;
  readonly cure: string;
  readonly link: string;
}

/** @param subject the one thing that it is about, e.g. a SID or a URL */
export function finding(id: FindingId, subject: string): Finding {
  const kind = FINDINGS.find((one) => one.id === id);
  if (!kind) throw new Error(`There is no finding ${id}`);
  return { ...kind, sentence: kind.sentence.replace('{subject}', subject) };
}
