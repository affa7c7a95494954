import type { TeamPorts } from '../handle/team-ports';
import { isSameRequestOrRefuse } from '../outreach/outreach-request';
import type { OutreachRequest } from '../routing-record/routing-record';
import { channelOf } from '../twilio/channel-of';
import { flexAttributesOf } from '../twilio/interaction-task';
import type { ChannelHandle, InviteSids } from '../twilio/interactions';
import { awaitSent } from './claim-invite-or-refuse';

/**
 * What a request led to that would be refused by now: whoever was invited is in, or whoever transferred has left. Only
 * who asked for it has its key.
 *
 * @param channel absent if what the request names is gone
 * @returns `undefined` if it never led to anything
 * @throws ApiError `request_id_reused`
 * @throws TwilioRequestError if it cannot be told now
 */
export async function findSentBefore(
  request: OutreachRequest,
  channel: ChannelHandle | undefined,
  ports: TeamPorts,
): Promise<InviteSids | undefined> {
  const found = channel ?? (await channelOfRequest(request, ports));
  const stored = found && (await ports.inviteBook.read(found.channelSid));
  const known = stored?.invites.find(({ key }) => key === request.key);
  if (!found || !isSameRequestOrRefuse(known, request, ports.clock.now())) return undefined;
  return awaitSent(known, found, ports);
}

async function channelOfRequest(
  { key }: OutreachRequest,
  { tasks }: TeamPorts,
): Promise<ChannelHandle | undefined> {
  const [task] = await tasks.listOfRequest(key);
  return task && channelOf(flexAttributesOf(task.attributes));
}
