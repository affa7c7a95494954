import type { Caller } from '../agents/flex-token';
import { InputError } from '../endpoints/input-error';
import { interactionNotFound } from '../handle/locate';
import type { LocatedInteraction } from '../handle/located-interaction';
import { inviteRouting } from '../invites/invite-routing';
import { waitOrGiveUp } from '../outreach/wait-or-give-up';
import { isHeld, leavingTaskOf } from '../routing-record/routing-record';
import type { StoredRecord } from '../routing-record/routing-records';
import { adoptLiveTask } from '../routing/adopt-live-task';
import { closeRecord } from '../routing/close-record';
import { orRelease, recordRouted } from '../routing/record-result';
import { recover } from '../routing/recover';
import type { RoutingPorts } from '../routing/routing-ports';
import type { ConversationSid, InviteSid, TaskSid } from '../sid';
import { isOver } from '../twilio/interaction-channels';
import type { InviteSids } from '../twilio/interactions';
import { TwilioRequestError } from '../twilio/request-error';
import { forgetParked } from './forget-parked';

/** What a resume came to. */
export interface Resumed {
  readonly outcome: 'resumed' | 'already_live';
  readonly inviteSid?: InviteSid | undefined;
  readonly taskSid?: TaskSid | undefined;
}

/**
 * Brings an Interaction that is parked, or that nobody serves, to the agent who asks. One Invite is sent, whoever
 * else resumes it at the same time.
 *
 * @throws ApiError `interaction_not_found` if it is over
 * @throws TwilioRequestError if it cannot be resumed now: it may be asked for again
 */
export async function resume(
  interaction: LocatedInteraction,
  caller: Caller,
  ports: RoutingPorts,
): Promise<Resumed> {
  const { conversationSid } = interaction;
  if (conversationSid === undefined) throw interactionNotFound();
  for (;;) {
    const stored = await ports.records.read(conversationSid);
    if (!stored || !isHeld(stored.record, ports.clock.now())) {
      const claimed = await claim(conversationSid, stored, interaction, ports);
      if (claimed === 'live') return { outcome: 'already_live' };
      if (claimed) return bringTo(caller, claimed, stored, interaction, ports);
    }
    await waitOrGiveUp(ports);
  }
}

/** `undefined` if somebody else is at it. Nothing is claimed if somebody serves it. */
async function claim(
  conversationSid: ConversationSid,
  stored: StoredRecord | undefined,
  { channel }: LocatedInteraction,
  { records, tasks, clock }: RoutingPorts,
): Promise<StoredRecord | 'live' | undefined> {
  const leaving = stored && leavingTaskOf(stored.record, clock.now());
  if (stored?.record.state !== 'parked' && (await tasks.findFor(conversationSid, leaving)).live)
    return 'live';
  if (!stored) {
    const claimed = await records.claim(conversationSid);
    return claimed.won ? claimed.stored : undefined;
  }
  return records.hold(stored, {
    ...stored.record,
    ...channel,
    state: 'resuming',
    attempt: 1,
  });
}

async function bringTo(
  caller: Caller,
  claimed: StoredRecord,
  before: StoredRecord | undefined,
  interaction: LocatedInteraction,
  ports: RoutingPorts,
): Promise<Resumed> {
  const { conversationSid } = claimed;
  const adopted = await orRelease(claimed, adoptLiveTask(claimed, 'already_routed', ports), ports);
  if (adopted) {
    await forgetParked(conversationSid, claimed.record, ports);
    return { outcome: 'already_live' };
  }
  const { status } = await orRelease(claimed, ports.channels.fetchFate(interaction.channel), ports);
  if (isOver(status)) {
    await closeRecord(claimed, ports);
    throw interactionNotFound();
  }
  const parked = await orRelease(claimed, ports.parked.fetch(conversationSid), ports);
  const original = parked ?? (await orRelease(claimed, interaction.tasks(), ports)).at(-1);
  const target = { type: 'worker', sid: caller.workerSid } as const;
  const routing = inviteRouting(target, original, {}, {}, ports.settings);
  let sent: InviteSids;
  try {
    sent = await ports.invites.send(interaction.channel, routing);
  } catch (error) {
    return afterFailure(claimed, before, error, ports);
  }
  const { inviteSid, taskSid } = sent;
  await recordRouted(claimed, { ...interaction.channel, taskSid }, 'resumed', ports);
  await forgetParked(conversationSid, claimed.record, ports);
  return { outcome: 'resumed', inviteSid, taskSid };
}

/** What Twilio refuses for this agent leaves everything as it was; what may have been done is looked for. */
async function afterFailure(
  claimed: StoredRecord,
  before: StoredRecord | undefined,
  error: unknown,
  ports: RoutingPorts,
): Promise<Resumed> {
  if (error instanceof TwilioRequestError && !error.isPassing) {
    await ports.records.change(claimed, before?.record ?? { ...claimed.record, leaseUntilMs: 0 });
    throw new InputError({
      Token: 'belongs to a worker whom Twilio refuses to invite into this Interaction',
    });
  }
  const recovered = await recover(claimed, error, 'resumed', ports);
  if (recovered.outcome !== 'resumed') throw error;
  await forgetParked(claimed.conversationSid, claimed.record, ports);
  return { outcome: 'resumed', taskSid: recovered.taskSid };
}
