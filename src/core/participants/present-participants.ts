import type { LocatedInteraction } from '../handle/located-interaction';
import type { ChannelParticipant } from '../twilio/channel-participants';

/** Everybody who is in an Interaction now: Twilio's own list keeps agents who have left. */
export async function presentParticipants(interaction: LocatedInteraction): Promise<ChannelParticipant[]> {
  const agents = await interaction.agents();
  const present = new Set(agents.map(({ participantSid }) => participantSid));
  return (await interaction.participants()).filter(
    ({ type, participantSid }) => type !== 'agent' || present.has(participantSid),
  );
}
