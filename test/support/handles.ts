import type { Team } from './team';

/** Every way in which an Interaction can be named. */
export const EVERY_HANDLE: readonly (readonly [string, (team: Team) => Record<string, string>])[] = [
  ['taskSid', ({ taskSid }) => ({ taskSid })],
  [
    'interactionSid with channelSid',
    ({ interaction }) => ({
      interactionSid: interaction.entity.sid,
      channelSid: interaction.channel.sid,
    }),
  ],
  ['conversationSid', ({ conversationSid }) => ({ conversationSid })],
];
