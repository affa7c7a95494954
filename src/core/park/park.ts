import type { EpochMs } from '../clock';
import { PARK_WEBHOOK_PARAMETER } from '../conversations/conversation-event';
import { ApiError } from '../endpoints/api-error';
import { interactionNotFound } from '../handle/locate';
import type { LocatedInteraction, PresentAgent } from '../handle/located-interaction';
import { removeAgent } from '../leave/remove-agent';
import type { RoutingRecord, RoutingRecordChange } from '../routing-record/routing-record';
import { isHeld } from '../routing-record/routing-record';
import type { StoredRecord } from '../routing-record/routing-records';
import type { RoutingPorts } from '../routing/routing-ports';
import type { ConversationSid, ScopedWebhookSid } from '../sid';
import type { InteractionTask } from '../twilio/interaction-task';
import { TwilioRequestError } from '../twilio/request-error';
import { forgetParkWebhook } from './forget-parked';

/** What a park came to. */
type Parked = 'parked' | 'already_parked';

/** Everything that is known of an Interaction that is being parked. */
interface Parking {
  readonly interaction: LocatedInteraction;
  readonly conversationSid: ConversationSid;
  readonly agent: PresentAgent;
  readonly task: InteractionTask;
  readonly atMs: number;
}

/**
 * Parks an Interaction. The agent is removed last: until then a message finds them there, and from the moment that the
 * record says `parked` it would bring somebody.
 *
 * @param atMs when the agent asked for it
 * @throws ApiError if somebody else is in it
 * @see https://www.twilio.com/docs/flex/developer/conversations/park-an-interaction
 */
export async function park(
  interaction: LocatedInteraction,
  atMs: EpochMs,
  ports: RoutingPorts,
): Promise<Parked> {
  const { conversationSid } = interaction;
  const [agent, ...others] = await interaction.agents();
  if (others.length > 0) {
    throw new ApiError('already_in', 'Another agent is in this Interaction too. Leave it to them.');
  }
  const task = agent && (await taskOf(agent, interaction));
  if (!task || conversationSid === undefined) throw interactionNotFound();
  const parking = { interaction, conversationSid, agent, task, atMs };
  const outcome = await mark(parking, ports);
  // Also if somebody else has marked it, who may have died since.
  await removeAgent(interaction.channel, agent, ports);
  return outcome;
}

async function taskOf(
  { taskSid }: PresentAgent,
  interaction: LocatedInteraction,
): Promise<InteractionTask | undefined> {
  if (interaction.namedTask?.taskSid === taskSid) return interaction.namedTask;
  return (await interaction.tasks()).find((task) => task.taskSid === taskSid);
}

async function mark(parking: Parking, ports: RoutingPorts): Promise<Parked> {
  const { interaction, conversationSid, agent, task, atMs } = parking;
  const stored = await interaction.record();
  if (stored && isHeld(stored.record, atMs) && !isOfOutreach(stored.record)) throw busy();
  const known = stored?.record.parked?.webhookSid;
  const webhookSid = known ?? (await addWebhook(conversationSid, ports));
  await ports.parked.save({
    ...interaction.channel,
    conversationSid,
    workerSid: agent.workerSid,
    parkedAtMs: atMs,
    workflowSid: task.workflowSid,
    queueSid: task.queueSid,
    taskChannel: task.taskChannel,
    priority: task.priority,
    attributes: task.attributes,
  });
  const { workerSid, taskSid } = agent;
  const record = {
    // How often it was rerouted is for a new life to count.
    attempt: 1,
    request: stored?.record.request,
    ...interaction.channel,
    state: 'parked' as const,
    taskSid,
    parked: { workerSid, atMs, webhookSid },
  };
  if (await write(stored, conversationSid, record, ports)) return 'parked';
  if (known === undefined) await forgetParkWebhook(conversationSid, webhookSid, ports);
  // The other one of a double click was sooner.
  const current = await ports.records.read(conversationSid);
  if (current?.record.state !== 'parked') throw busy();
  return 'already_parked';
}

/** Whoever reached out wrote the record for the last time before an agent could be in the Interaction. */
function isOfOutreach({ state, request }: RoutingRecord): boolean {
  return state === 'claimed' && request !== undefined;
}

async function write(
  stored: StoredRecord | undefined,
  conversationSid: ConversationSid,
  record: RoutingRecordChange,
  { records }: RoutingPorts,
): Promise<boolean> {
  return stored
    ? (await records.change(stored, record)) !== undefined
    : records.createUnlessKnown(conversationSid, record);
}

/** Nothing has been done to the customer: it may be sent again. */
function busy(): TwilioRequestError {
  return new TwilioRequestError({ kind: 'unavailable', operation: 'park: somebody else is at it' });
}

/** A Conversation may have five: https://www.twilio.com/docs/api/errors/50361 */
const TOO_MANY = 50361;

/**
 * Has the customer's next message told to us, also where no other webhook would: customers of web chat write through
 * the SDK, as agents do.
 */
async function addWebhook(
  conversationSid: ConversationSid,
  { webhooks, settings }: RoutingPorts,
): Promise<ScopedWebhookSid | undefined> {
  const { domainName } = settings;
  if (domainName === undefined) return undefined;
  const scheme = /^(localhost|127(\.\d{1,3}){3})(:\d+)?$/.test(domainName) ? 'http' : 'https';
  const url = `${scheme}://${domainName}/webhooks/conversations?${PARK_WEBHOOK_PARAMETER}=1`;
  try {
    return await webhooks.addForMessages(conversationSid, url);
  } catch (error) {
    if (error instanceof TwilioRequestError && error.code === TOO_MANY) return undefined;
    throw error;
  }
}
