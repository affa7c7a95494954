import * as v from 'valibot';
import { conversationsWebhook } from '../core/conversations/conversations-webhook';
import { conversationEventSchemas } from '../core/conversations/parse-conversation-event';
import { webhookEndpoint } from '../core/endpoints/webhook-endpoint';
import { cloudEventSchema } from '../core/event-streams/cloud-event';
import { eventStreamsEndpoint } from '../core/event-streams/event-streams-endpoint';
import { EVENT_STREAMS_URL } from '../core/event-streams/event-streams-url';
import { interactionEventSchemas } from '../core/interaction-events/interaction-event';
import { interactionsWebhook } from '../core/interaction-events/interactions-webhook';
import { INTERESTING_TASK_EVENTS, taskEventSchema } from '../core/task-events/task-event';
import { taskrouterWebhook } from '../core/task-events/taskrouter-webhook';
import type { Operation } from './operation';
import { streamedSchema, webhookOutcomeSchema } from './webhook-answers';

type Entries = v.ObjectEntries;

/** An event is what its `EventType` says. */
function oneOfEvents(schemas: Readonly<Record<string, v.ObjectSchema<Entries, undefined>>>) {
  return v.union(
    Object.entries(schemas).map(([type, { entries }]) =>
      v.object({ EventType: v.literal(type), ...entries }),
    ),
  );
}

const handled = {
  status: 200,
  description: 'The event was dealt with; `outcome` tells how.',
  body: webhookOutcomeSchema,
};
const ERRORS = ['invalid_request', 'internal_error', 'upstream_unavailable'] as const;

/** The URLs by which Twilio tells us what happens. */
export const WEBHOOK_OPERATIONS: readonly Operation[] = [
  {
    url: conversationsWebhook.url,
    caller: 'twilio',
    method: 'post',
    summary: 'Conversations webhooks',
    description:
      'Post-event webhooks of a Conversations service, an address or one Conversation. Events of other types are taken, and ignored.',
    input: oneOfEvents(conversationEventSchemas),
    answers: [handled],
    errors: ERRORS,
    makeHandler: (platform) => webhookEndpoint(conversationsWebhook, platform),
  },
  {
    url: taskrouterWebhook.url,
    caller: 'twilio',
    method: 'post',
    summary: 'TaskRouter event callbacks',
    description: 'Events of a TaskRouter workspace. Events of other types are taken, and ignored.',
    input: v.object({ EventType: v.picklist(INTERESTING_TASK_EVENTS), ...taskEventSchema.entries }),
    answers: [{ status: 204, description: 'The event was dealt with.' }],
    errors: ERRORS,
    makeHandler: (platform) => webhookEndpoint(taskrouterWebhook, platform),
  },
  {
    url: interactionsWebhook.url,
    caller: 'twilio',
    method: 'post',
    summary: 'Interaction webhooks',
    description: 'Events of Flex Interactions. Events of other types are taken, and ignored.',
    input: oneOfEvents(interactionEventSchemas),
    answers: [handled],
    errors: ERRORS,
    makeHandler: (platform) => webhookEndpoint(interactionsWebhook, platform),
  },
  {
    url: EVENT_STREAMS_URL,
    caller: 'twilio',
    method: 'post',
    summary: 'Event Streams deliveries',
    description:
      'The same facts as CloudEvents, one or an array. Event Streams repeats what is answered with a 5xx for four hours, and throws away what is answered with a 4xx.',
    input: v.union([v.array(cloudEventSchema), cloudEventSchema]),
    answers: [
      { status: 200, description: 'Every event was dealt with.', body: streamedSchema },
      { status: 500, description: 'No event reached us.', body: streamedSchema },
      { status: 503, description: 'Some events are not finished: deliver them again.', body: streamedSchema },
    ],
    errors: ['token_missing', 'token_invalid', 'internal_error'],
    makeHandler: eventStreamsEndpoint,
  },
];
