import type FlexV1 from 'twilio/lib/rest/flexApi/V1';
import type { ChannelParticipantSid, TaskSid, WorkerSid } from '../sid';
import { isSid } from '../sid';
import type { CallPolicy, TwilioGateway } from './gateway';
import type { ChannelHandle } from './interactions';
import { property } from './property';
import { whenGone } from './when-gone';
import { whenRejected } from './when-rejected';

/** An agent, customer or other member of an Interaction Channel; agents who have left stay listed. */
export interface ChannelParticipant {
  readonly participantSid: ChannelParticipantSid;
  readonly type: string;
  readonly taskSid?: TaskSid;
  readonly workerSid?: WorkerSid;
}

/** https://www.twilio.com/docs/flex/developer/conversations/interactions-api/interaction-channel-participants */
export const PARTICIPANT_TYPES = ['agent', 'customer', 'supervisor', 'external', 'unknown'] as const;

interface NewChannelParticipant {
  readonly type: Exclude<(typeof PARTICIPANT_TYPES)[number], 'agent'>;
  /** In Twilio's own form. */
  readonly mediaProperties: object;
  readonly routingProperties?: object | undefined;
}

const PAGE_SIZE = 100;

/**
 * The Participants of Interaction Channels.
 *
 * @see https://www.twilio.com/docs/flex/developer/conversations/interactions-api/interaction-channel-participants
 */
export class ChannelParticipants {
  readonly #gateway: TwilioGateway;

  constructor(gateway: TwilioGateway) {
    this.#gateway = gateway;
  }

  /** Everybody who is or was in a channel; nobody if Twilio has forgotten it. */
  async list(channel: ChannelHandle): Promise<ChannelParticipant[]> {
    const participants = await this.#listOf(channel);
    return participants
      .page({ pageSize: PAGE_SIZE })
      .then((page) => page.instances.map(toChannelParticipant))
      .catch(whenGone([]));
  }

  async add(channel: ChannelHandle, participant: NewChannelParticipant): Promise<ChannelParticipantSid> {
    const created = await (await this.#listOf(channel)).create(participant);
    return created.sid as ChannelParticipantSid;
  }

  /**
   * Removes an agent: their task completes, the Conversation goes on.
   *
   * @returns `false` if Twilio refuses, as it does if they have left
   */
  async removeAgent(
    { interactionSid, channelSid }: ChannelHandle,
    participantSid: ChannelParticipantSid,
  ): Promise<boolean> {
    const { InteractionChannelParticipantContextImpl } =
      await import('twilio/lib/rest/flexApi/v1/interaction/interactionChannel/interactionChannelParticipant.js');
    const version = await this.#version({ idempotent: true });
    return new InteractionChannelParticipantContextImpl(version, interactionSid, channelSid, participantSid)
      .update({ status: 'closed' })
      .then(() => true)
      .catch(whenRejected(false));
  }

  async #listOf({ interactionSid, channelSid }: ChannelHandle) {
    const { InteractionChannelParticipantListInstance } =
      await import('twilio/lib/rest/flexApi/v1/interaction/interactionChannel/interactionChannelParticipant.js');
    return InteractionChannelParticipantListInstance(await this.#version(), interactionSid, channelSid);
  }

  #version(policy: CallPolicy = {}): Promise<FlexV1> {
    return this.#gateway.sdkVersion('flex-api.twilio.com', policy);
  }
}

function toChannelParticipant(instance: {
  sid: string;
  type: string;
  routingProperties: unknown;
}): ChannelParticipant {
  // Inside it Twilio's own casing stays.
  const taskSid = property(instance.routingProperties, 'task_sid');
  const workerSid = property(instance.routingProperties, 'worker_sid');
  return {
    participantSid: instance.sid as ChannelParticipantSid,
    type: instance.type,
    ...(isSid('WT', taskSid) ? { taskSid } : {}),
    ...(isSid('WK', workerSid) ? { workerSid } : {}),
  };
}
