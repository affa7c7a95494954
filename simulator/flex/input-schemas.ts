import * as v from 'valibot';
import { TwilioApiError } from '../kernel/api-error';

/**
 * `Channel` and `Routing` as the Interactions page describes them; Twilio's specification leaves both untyped.
 *
 * @see https://www.twilio.com/docs/flex/developer/conversations/interactions-api/interactions
 */

export const sid = (prefix: string) =>
  v.pipe(v.string(), v.regex(new RegExp(`^${prefix}[0-9a-fA-F]{32}$`), `must be a ${prefix} SID`));

const participant = v.union([
  v.strictObject({ address: v.string(), proxy_address: v.string() }),
  v.strictObject({ identity: v.string() }),
  v.strictObject({
    level: v.picklist(['to', 'cc', 'bcc']),
    address: v.string(),
    name: v.optional(v.string()),
  }),
]);

const channelProperties = v.strictObject({
  media_channel_sid: v.optional(sid('CH')),
  from: v.optional(v.string()),
  from_name: v.optional(v.string()),
  type: v.optional(v.string()),
});

const channelSchema = v.strictObject({
  sid: v.optional(sid('UO')),
  type: v.picklist(['sms', 'whatsapp', 'web', 'chat', 'email', 'messenger', 'gbm', 'voice']),
  initiated_by: v.picklist(['customer', 'agent', 'api']),
  properties: v.optional(channelProperties),
  participants: v.optional(v.array(participant)),
});

const routingSchema = v.strictObject({
  properties: v.strictObject({
    workspace_sid: sid('WS'),
    workflow_sid: v.optional(sid('WW')),
    queue_sid: v.optional(sid('WQ')),
    worker_sid: v.optional(sid('WK')),
    task_channel_sid: v.optional(sid('TC')),
    task_channel_unique_name: v.optional(v.string()),
    attributes: v.optional(v.record(v.string(), v.unknown())),
    priority: v.optional(v.pipe(v.number(), v.integer())),
    timeout: v.optional(v.pipe(v.number(), v.integer())),
  }),
});

export type ChannelInput = v.InferOutput<typeof channelSchema>;
export type RoutingInput = v.InferOutput<typeof routingSchema>['properties'];

/** @throws TwilioApiError 45004 */
export function parseChannel(given: unknown): ChannelInput {
  const channel = parse(channelSchema, given, 'Channel');
  const mediaChannelSid = channel.properties?.media_channel_sid;
  if (channel.sid === undefined && channel.initiated_by === 'customer' && mediaChannelSid === undefined) {
    throw invalid('Channel.properties.media_channel_sid is required when initiated_by is customer');
  }
  if (channel.initiated_by === 'agent' && !channel.participants?.length && mediaChannelSid === undefined) {
    throw invalid('Channel.participants is required when initiated_by is agent');
  }
  const outboundEmail =
    channel.type === 'email' && channel.initiated_by !== 'customer' && mediaChannelSid === undefined;
  if (
    outboundEmail &&
    (channel.properties?.from === undefined || channel.properties.from_name === undefined)
  ) {
    throw invalid('Channel.properties.from and from_name are required for outbound email');
  }
  return channel;
}

/** @throws TwilioApiError 45004 */
export function parseRouting(given: unknown): RoutingInput {
  return parse(routingSchema, given, 'Routing').properties;
}

function parse<Schema extends v.GenericSchema>(
  schema: Schema,
  given: unknown,
  name: string,
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, given);
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw invalid(`${name}.${v.getDotPath(issue) ?? ''}: ${issue.message}`);
}

/** @see https://www.twilio.com/docs/api/errors/45004 */
export function invalid(problem: string): TwilioApiError {
  return new TwilioApiError(400, 45004, `Validation error: ${problem}`);
}
