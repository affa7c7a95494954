import * as v from 'valibot';
import { ConfigurationError } from '../settings';
import type { WorkflowSid } from '../sid';
import { sidSchema } from '../sid';
import { channelTypeOfAddress } from './channel-type';

const orphanPolicySchema = v.strictObject({
  policy: v.optional(v.picklist(['reroute', 'message', 'close'], 'must be reroute, message or close')),
  workflowSid: v.optional(sidSchema('WW')),
  message: v.optional(v.pipe(v.string(), v.nonEmpty(), v.maxLength(1600))),
  contentSid: v.optional(sidSchema('HX')),
});

const entrySchema = v.strictObject({
  inbound: v.optional(v.boolean('must be true or false')),
  outbound: v.optional(v.boolean('must be true or false')),
  fromName: v.optional(v.pipe(v.string(), v.nonEmpty(), v.maxLength(256))),
  workflowSid: v.optional(sidSchema('WW')),
  taskChannel: v.optional(v.pipe(v.string(), v.nonEmpty('must not be empty'))),
  priority: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  // https://www.twilio.com/docs/taskrouter/api/task: at most 1,209,600 seconds
  timeoutSeconds: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_209_600))),
  attributes: v.optional(v.record(v.string(), v.unknown())),
  orphan: v.optional(orphanPolicySchema),
});

const addressSchema = v.pipe(
  v.string(),
  v.check((address) => channelTypeOfAddress(address) !== undefined, 'is not an address'),
);

const routingTableSchema = v.strictObject({
  addresses: v.optional(v.record(addressSchema, entrySchema), {}),
  channels: v.optional(v.record(v.string(), entrySchema), {}),
  default: v.optional(entrySchema, {}),
});

/** What is to happen to Conversations of one business address or channel type. Every key is optional. */
export type RoutingEntry = v.InferOutput<typeof entrySchema> & { readonly workflowSid?: WorkflowSid };

/** The private asset `routing.private.json`, validated. */
export type RoutingTable = v.InferOutput<typeof routingTableSchema>;

/**
 * Reads the routing table.
 *
 * @param json the content of `routing.private.json`
 * @throws ConfigurationError naming the entry that is wrong
 */
export function parseRoutingTable(json: string): RoutingTable {
  const result = v.safeParse(routingTableSchema, parseJson(json));
  if (result.success) return lowerCaseEmails(result.output);
  const [issue] = result.issues;
  const path = issue.path?.map((item) => JSON.stringify(item.key)).join(' → ');
  const problem = issue.type === 'strict_object' ? 'is not a known key' : issue.message;
  throw new ConfigurationError('routing.private.json', path ? `at ${path}: ${problem}` : problem);
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new ConfigurationError('routing.private.json', 'is not JSON');
  }
}

function lowerCaseEmails(table: RoutingTable): RoutingTable {
  const addresses = Object.entries(table.addresses).map(
    ([address, entry]) => [normalizeAddress(address), entry] as const,
  );
  return { ...table, addresses: Object.fromEntries(addresses) };
}

/** The form in which an address is looked up: mail addresses in lower case, all others as they are. */
export function normalizeAddress(address: string): string {
  return channelTypeOfAddress(address) === 'email' ? address.toLowerCase() : address;
}
