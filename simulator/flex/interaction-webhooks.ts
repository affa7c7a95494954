import type { World } from '../kernel/world';
import type { StoredChannelParticipant, StoredInteraction } from './entities';

/** An Interaction webhook: for all Interactions, or for those that name it. */
export interface InteractionWebhook {
  readonly ttid: string;
  readonly type: 'global' | 'interaction';
  friendlyName: string | null;
  url: string;
  method: 'GET' | 'POST';
  events: string[];
}

export const INTERACTION_EVENTS = [
  'onInteractionCreated',
  'onChannelCreated',
  'onChannelCreateFailed',
  'onChannelStatusUpdated',
  'onParticipantJoined',
  'onParticipantLeft',
  'onParticipantUpdated',
] as const;

/** Not documented; that of other Flex webhooks. Assumed: interaction-webhook-timeout. */
const TIMEOUT_MS = 15_000;

/**
 * Tells what happens to Interactions.
 *
 * @see https://www.twilio.com/docs/flex/developer/conversations/register-interactions-webhooks
 */
export class InteractionWebhooks {
  readonly #world: World;
  readonly instanceSid: string;
  readonly webhooks = new Map<string, InteractionWebhook>();

  constructor(world: World) {
    this.#world = world;
    this.instanceSid = world.sids.next('GO');
  }

  tell(
    type: (typeof INTERACTION_EVENTS)[number],
    interaction: StoredInteraction,
    participant?: StoredChannelParticipant,
  ): void {
    const form = this.#fields(type, interaction, participant);
    for (const webhook of this.webhooks.values()) {
      if (!webhook.events.includes(type)) continue;
      if (webhook.type === 'interaction' && webhook.ttid !== interaction.entity.webhook_ttid) continue;
      void this.#world.deliveries.deliver({
        from: 'interactions',
        title: type,
        url: webhook.url,
        method: webhook.method,
        form,
        timeoutMs: TIMEOUT_MS,
      });
    }
  }

  #fields(
    type: string,
    interaction: StoredInteraction,
    participant?: StoredChannelParticipant,
  ): Record<string, string> {
    const { channel, conversation } = interaction;
    const all: Record<string, string | undefined> = {
      EventType: type,
      AccountSid: this.#world.accountSid,
      InstanceSid: this.instanceSid,
      InteractionSid: interaction.entity.sid,
      MediaChannelSid: conversation?.entity.sid,
      MediaChannelType: channel.type,
      ...(type === 'onInteractionCreated' ? {} : { ChannelSid: channel.sid }),
      ...(type === 'onChannelStatusUpdated' ? { ChannelStatus: channel.status } : {}),
      ...(type === 'onChannelCreateFailed'
        ? { ErrorCode: String(channel.error_code ?? ''), ErrorMessage: channel.error_message ?? '' }
        : {}),
      ...(participant
        ? {
            ParticipantSid: participant.entity.sid,
            ParticipantType: participant.entity.type,
            TaskSid: participant.entity.routing_properties?.task_sid,
          }
        : {}),
    };
    return Object.fromEntries(
      Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
    );
  }
}
