import * as v from 'valibot';
import { describeIssue } from '../endpoints/describe-issue';
import { textSchema } from '../endpoints/input-schemas';
import { prioritySchema, taskChannelSchema, timeoutSecondsSchema } from '../endpoints/task-schemas';
import { ConfigurationError } from '../settings';
import type { WorkflowSid } from '../sid';
import { sidSchema } from '../sid';
import { channelTypeOfAddress } from './channel-type';

const orphanPolicySchema = v.strictObject({
  policy: v.optional(v.picklist(['reroute', 'message', 'close'], 'must be reroute, message or close')),
  workflowSid: v.optional(sidSchema('WW')),
  message: v.optional(textSchema(1_600)),
  contentSid: v.optional(sidSchema('HX')),
});

const entrySchema = v.strictObject({
  inbound: v.optional(v.boolean('must be true or false')),
  outbound: v.optional(v.boolean('must be true or false')),
  fromName: v.optional(textSchema(256)),
  workflowSid: v.optional(sidSchema('WW')),
  taskChannel: v.optional(taskChannelSchema),
  priority: v.optional(prioritySchema),
  timeoutSeconds: v.optional(timeoutSecondsSchema),
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
  const problem = issue.expected === 'never' ? 'is not a known key' : describeIssue(issue);
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
