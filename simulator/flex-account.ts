import type { EmbeddedTwilio } from './embedded-twilio';
import { isoSeconds } from './kernel/world';
import { Agent } from './people/agent';
import type { TaskQueueEntity, WorkflowEntity } from './taskrouter/entities';

/** An account as Flex sets a new one up, with a few agents. */
export interface FlexAccount {
  readonly everyone: TaskQueueEntity;
  readonly support: TaskQueueEntity;
  readonly assignToAnyone: WorkflowEntity;
  /** Routes an invite to the worker or queue that its attributes name. */
  readonly transfer: WorkflowEntity;
  readonly agents: readonly Agent[];
}

/** Sets up what a Flex account has. */
export function setUpFlexAccount(
  twilio: EmbeddedTwilio,
  agentNames: readonly string[] = ['Ada', 'Grace'],
): FlexAccount {
  const { workspace, taskRouterParts } = twilio;
  const { resources } = taskRouterParts;
  const everyone = resources.createQueue(workspace, 'Everyone');
  const support = resources.createQueue(workspace, 'Support', 'team == "support"');
  const assignToAnyone = resources.createWorkflow(
    workspace,
    'Assign to Anyone',
    JSON.stringify({ task_routing: { filters: [], default_filter: { queue: everyone.sid } } }),
  );
  const transfer = resources.createWorkflow(
    workspace,
    'Transfer',
    JSON.stringify({
      task_routing: {
        filters: [
          {
            filter_friendly_name: 'To a worker',
            expression: 'transferTargetType == "worker"',
            targets: [{ queue: everyone.sid, known_worker_sid: 'transferTargetSid', timeout: 60 }],
          },
          {
            filter_friendly_name: 'To the support queue',
            expression: `transferTargetType == "queue" AND transferTargetSid == "${support.sid}"`,
            targets: [{ queue: support.sid }],
          },
        ],
        default_filter: { queue: everyone.sid },
      },
    }),
  );
  const agents = agentNames.map((name, index) => {
    const identity = `${name.toLowerCase()}_40example_2Ecom`;
    const attributes = {
      contact_uri: `client:${identity}`,
      full_name: name,
      team: index % 2 === 0 ? 'sales' : 'support',
    };
    return new Agent(twilio, resources.createWorker(workspace, name, JSON.stringify(attributes)));
  });
  return { everyone, support, assignToAnyone, transfer, agents };
}

/** The TaskRouter events that a deployment needs; no spaces, or Twilio matches nothing after the first. */
const TASK_EVENTS_FILTER = [
  'workflow.timeout',
  'workflow.skipped',
  'task.canceled',
  'task.deleted',
  'task.system-deleted',
  'reservation.accepted',
].join(',');

/** How an inbound address reaches the webhook of a deployment. */
export type Wiring = 'address' | 'service' | 'both';

interface WiringOptions {
  /** Where the Functions are, e.g. `https://flex-1234-dev.twil.io`. */
  readonly functionsUrl: string;
  readonly addresses: readonly { readonly address: string; readonly type: string }[];
  readonly conversations: Wiring;
  /** Only Conversations webhooks are wired if false. */
  readonly withTaskEvents: boolean;
  /** The password of the Event Streams sink; none is made if absent. */
  readonly eventStreamsPassword?: string;
}

/** The events that a deployment needs from Event Streams, by their types. */
export const STREAMED_TYPES = [
  'com.twilio.conversations.conversation.added',
  'com.twilio.conversations.conversation-state.updated',
  'com.twilio.conversations.message.added',
  ...TASK_EVENTS_FILTER.split(',').map((type) => `com.twilio.taskrouter.${type}`),
];

/** The Interaction events that a deployment needs. */
const INTERACTION_WEBHOOK_EVENTS = [
  'onInteractionCreated',
  'onChannelCreateFailed',
  'onChannelStatusUpdated',
  'onParticipantLeft',
];

/** Points everything in the account at a deployment: addresses or the Conversations service, TaskRouter, Interactions. */
export function wireDeployment(twilio: EmbeddedTwilio, options: WiringOptions): void {
  const { functionsUrl } = options;
  wireConversations(twilio, `${functionsUrl}/webhooks/conversations`, options);
  if (options.eventStreamsPassword !== undefined) {
    wireEventStreams(twilio, functionsUrl, options.eventStreamsPassword);
  }
  if (!options.withTaskEvents) return;
  const { entity } = twilio.workspace;
  entity.event_callback_url = `${functionsUrl}/webhooks/taskrouter`;
  entity.events_filter = TASK_EVENTS_FILTER;
  const ttid = 'flex_interactionwebhook_00000000000000000000000001';
  twilio.interactionWebhooks.webhooks.set(ttid, {
    ttid,
    type: 'global',
    friendlyName: null,
    url: `${functionsUrl}/webhooks/interactions`,
    method: 'POST',
    events: [...INTERACTION_WEBHOOK_EVENTS],
  });
}

function wireConversations(
  { conversations, world }: EmbeddedTwilio,
  url: string,
  { addresses, conversations: wiring }: WiringOptions,
): void {
  const now = isoSeconds(world.clock.now());
  for (const { address, type } of addresses) {
    const sid = world.sids.next('IG');
    const byAddress = wiring !== 'service';
    conversations.addresses.set(sid, {
      sid,
      account_sid: world.accountSid,
      type,
      address,
      friendly_name: null,
      address_country: null,
      auto_creation: {
        enabled: true,
        type: byAddress ? 'webhook' : 'default',
        conversation_service_sid: conversations.defaultServiceSid,
        webhook_url: byAddress ? url : null,
        webhook_method: byAddress ? 'POST' : null,
        webhook_filters: byAddress ? ['onMessageAdded', 'onConversationStateUpdated'] : null,
        studio_flow_sid: null,
        studio_retry_count: null,
      },
      date_created: now,
      date_updated: now,
      url: `https://conversations.twilio.com/v1/Configuration/Addresses/${sid}`,
    });
  }
  if (wiring === 'address') return;
  const service = conversations.services.get(conversations.defaultServiceSid);
  if (!service) return;
  service.webhooks.post_webhook_url = url;
  service.webhooks.filters = ['onConversationAdded', 'onMessageAdded', 'onConversationStateUpdated'];
}

function wireEventStreams(
  { eventStreams, world }: EmbeddedTwilio,
  functionsUrl: string,
  password: string,
): void {
  const now = isoSeconds(world.clock.now());
  const dates = { dateCreated: now, dateUpdated: now };
  const destination = new URL(`${functionsUrl}/webhooks/event-streams`);
  destination.username = 'twilio';
  destination.password = password;
  const sinkSid = world.sids.next('DG');
  eventStreams.sinks.set(sinkSid, {
    sid: sinkSid,
    description: 'Flex Conversations',
    type: 'webhook',
    configuration: { destination: destination.toString(), method: 'POST', batch_events: true },
    status: 'active',
    ...dates,
  });
  const sid = world.sids.next('DF');
  const types = new Map(STREAMED_TYPES.map((type) => [type, 2]));
  eventStreams.subscriptions.set(sid, { sid, description: 'Flex Conversations', sinkSid, types, ...dates });
}
