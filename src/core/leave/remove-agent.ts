import type { PresentAgent } from '../handle/located-interaction';
import type { RoutingPorts } from '../routing/routing-ports';
import type { ChannelHandle } from '../twilio/interactions';
import { TwilioRequestError } from '../twilio/request-error';

/**
 * Removes an agent from a channel; their task completes, the Conversation goes on. If Twilio refuses, their task tells
 * whether they have left by themselves.
 *
 * @returns `false` if they had left already
 * @throws TwilioRequestError if they are still in
 */
export async function removeAgent(
  channel: ChannelHandle,
  { participantSid, taskSid }: PresentAgent,
  { participants, tasks }: Pick<RoutingPorts, 'participants' | 'tasks'>,
): Promise<boolean> {
  if (await participants.removeAgent(channel, participantSid)) return true;
  const task = await tasks.fetch(taskSid);
  if (task?.status !== 'assigned') return false;
  throw new TwilioRequestError({ kind: 'unavailable', operation: 'remove an agent: Twilio refused' });
}
