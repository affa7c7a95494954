import type { InteractionChannelSid, InteractionSid } from '../sid';
import type { ChannelHandle } from './interactions';

/** The Interaction Channel that two SIDs name; `undefined` if one is not known. */
export function channelOf({
  interactionSid,
  channelSid,
}: {
  readonly interactionSid?: InteractionSid | undefined;
  readonly channelSid?: InteractionChannelSid | undefined;
}): ChannelHandle | undefined {
  return interactionSid && channelSid ? { interactionSid, channelSid } : undefined;
}
