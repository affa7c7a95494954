import type { LocatedInteraction } from '../handle/located-interaction';
import type { TeamPorts } from '../handle/team-ports';
import { isSameRequestOrRefuse } from '../outreach/outreach-request';
import { waitOrGiveUp } from '../outreach/wait-or-give-up';
import type { OutreachRequest } from '../routing-record/routing-record';
import { flexAttributesOf, isLive } from '../twilio/interaction-task';
import type { ChannelHandle, InviteSids } from '../twilio/interactions';
import { TwilioRequestError } from '../twilio/request-error';
import type { InviteEntry, StoredInvites } from './invite-book';
import { taskKeyOf } from './invite-book';
import type { InviteTarget } from './invite-target';
import { alreadyInvited, refuseIfInvited } from './refuse-if-present';

/** The right to send an Invite, or what the same request led to before. */
type InviteClaim = ClaimedInvite | { readonly sent: InviteSids };

export interface ClaimedInvite {
  readonly claimed: StoredInvites;
  readonly entry: NewEntry;
}

/** What somebody asks for. */
interface AskedInvite {
  readonly request: OutreachRequest;
  /** It is one request for a day; without a `requestId`, only as long as its Invite waits or somebody has taken it. */
  readonly hasRequestId: boolean;
  readonly target: InviteTarget;
}

type NewEntry = Omit<InviteEntry, 'writtenBy' | 'leaseUntilMs'>;

const ATTEMPTS = 5;

/**
 * Claims the right to send an Invite, so that a double click or a retry sends no second one: the same request gets
 * what it led to, waiting for the invocation that is at it; if that one died, its work is taken over.
 *
 * @throws ApiError `already_invited` or `request_id_reused`
 * @throws TwilioRequestError if it cannot be told now
 */
export async function claimInviteOrRefuse(
  asked: AskedInvite,
  interaction: LocatedInteraction,
  ports: TeamPorts,
): Promise<InviteClaim> {
  const { channelSid } = interaction.channel;
  const entry = { ...asked.request, target: asked.target.sid };
  // Whoever was there before was invited, so there is a book to read.
  const agentsEver = (await interaction.participants()).filter(({ type }) => type === 'agent');
  let mayBeFirst = agentsEver.length < 2;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const opened = mayBeFirst ? await ports.inviteBook.open(channelSid, entry) : undefined;
    if (opened) return { claimed: opened, entry };
    const stored = await ports.inviteBook.read(channelSid);
    mayBeFirst = stored === undefined;
    const claim = stored && (await claimInOrRefuse(stored, entry, asked, interaction, ports));
    if (claim) return claim;
  }
  throw new TwilioRequestError({ kind: 'unavailable', operation: 'the book of Invites' });
}

/** `undefined` if the book has changed, or somebody else is at the same request: look again. */
async function claimInOrRefuse(
  stored: StoredInvites,
  entry: NewEntry,
  { request, hasRequestId, target }: AskedInvite,
  interaction: LocatedInteraction,
  ports: TeamPorts,
): Promise<InviteClaim | undefined> {
  const { inviteBook, clock } = ports;
  const known = stored.invites.find(({ key }) => key === entry.key);
  if (known && inviteBook.isOwn(known)) return { claimed: stored, entry: known };
  const isSame = isSameRequestOrRefuse(known, request, clock.now());
  const sent = isSame ? await awaitSent(known, interaction.channel, ports) : undefined;
  if (sent && (hasRequestId || (await isUnderWay(sent, ports)))) return { sent };
  const isTakenOver = isSame && !sent;
  if (!isTakenOver) await refuseIfRival(stored, target, ports);
  const round = isTakenOver || !known ? known?.round : (known.round ?? 0) + 1;
  const claimedEntry = round === undefined ? entry : { ...entry, round };
  const claimed = await inviteBook.claim(stored, claimedEntry);
  return claimed && { claimed, entry: claimedEntry };
}

/** Whether an Invite waits, or somebody has taken it; not one whose task has ended. */
async function isUnderWay({ taskSid }: InviteSids, { tasks }: TeamPorts): Promise<boolean> {
  if (taskSid === undefined) return true;
  const task = await tasks.fetch(taskSid);
  return task !== undefined && isLive(task);
}

/** Another request for the same target may be waiting for it, or be under way. */
async function refuseIfRival(
  { invites, channelSid }: StoredInvites,
  target: InviteTarget,
  { tasks, inviteBook }: TeamPorts,
): Promise<void> {
  const rival = invites.findLast((one) => one.target === target.sid);
  if (!rival) return;
  const current = await tasks.listOfChannel(channelSid);
  refuseIfInvited(target, current);
  const isSent = current.some(({ attributes }) => attributes.requestKey === taskKeyOf(rival));
  if (inviteBook.isHeld(rival) && !isSent) throw alreadyInvited();
}

/**
 * What a request led to, waiting for whoever is at it; `undefined` if it led to nothing.
 *
 * @throws TwilioRequestError if it cannot be told now
 */
export async function awaitSent(
  known: InviteEntry,
  channel: ChannelHandle,
  ports: TeamPorts,
): Promise<InviteSids | undefined> {
  for (;;) {
    const sent = await findSent(taskKeyOf(known), ports);
    if (sent) return sent;
    if (!ports.inviteBook.isHeld(known)) return ports.invites.find(channel, taskKeyOf(known));
    await waitOrGiveUp(ports);
  }
}

/** An Invite, by the `requestKey` of its task; that task is gone five minutes after its end. */
export async function findSent(
  taskKey: string,
  { tasks }: Pick<TeamPorts, 'tasks'>,
): Promise<InviteSids | undefined> {
  const [task] = await tasks.listOfRequest(taskKey);
  if (!task) return undefined;
  const { inviteSid } = flexAttributesOf(task.attributes);
  return inviteSid && { inviteSid, taskSid: task.taskSid };
}
