import * as v from 'valibot';
import { InputError } from '../endpoints/input-error';
import { ownProperties } from '../endpoints/own-properties';
import { parseInput } from '../endpoints/parse-input';
import type { ConversationSid, InteractionSid } from '../sid';
import { isSid, sidSchema } from '../sid';
import type { ChannelHandle } from '../twilio/interactions';

interface OfConversation {
  readonly conversationSid: ConversationSid;
}

/** Somebody made an Interaction for a Conversation; it may have been us. */
export interface InteractionCreated extends OfConversation {
  readonly type: 'onInteractionCreated';
  readonly interactionSid: InteractionSid;
  readonly channelType: string;
}

interface ChannelCreateFailed extends OfConversation {
  readonly type: 'onChannelCreateFailed';
  readonly channel?: ChannelHandle;
  readonly errorCode?: number;
}

export interface ChannelStatusUpdated extends OfConversation {
  readonly type: 'onChannelStatusUpdated';
  readonly channel?: ChannelHandle;
  readonly status: string;
}

/** An agent has left the channel. */
interface AgentLeft extends OfConversation {
  readonly type: 'onParticipantLeft';
  readonly channel?: ChannelHandle;
}

export type InteractionEvent =
  | InteractionCreated
  | ChannelCreateFailed
  | ChannelStatusUpdated
  | AgentLeft
  | { readonly type: 'uninteresting'; readonly conversationSid?: undefined };

const text = v.pipe(v.string('must be a text'), v.maxLength(1_024, 'is too long'));
const common = { MediaChannelSid: sidSchema('CH') };

/** The parameters of the events that concern us, by their `EventType`. */
export const interactionEventSchemas = {
  onInteractionCreated: v.object({ ...common, InteractionSid: sidSchema('KD'), MediaChannelType: text }),
  onChannelCreateFailed: v.object({
    ...common,
    ErrorCode: v.optional(v.union([text, v.number()], 'must be a number')),
  }),
  onChannelStatusUpdated: v.object({ ...common, ChannelStatus: text }),
  onParticipantLeft: v.object({ ...common, ParticipantType: text }),
};

/**
 * Reads an Interaction webhook.
 *
 * @param event the parameters as the Functions runtime hands them over
 * @param accountSid the account that this deployment serves
 * @throws InputError naming the fields that are missing or wrong
 * @see https://www.twilio.com/docs/flex/developer/conversations/register-interactions-webhooks
 */
export function parseInteractionEvent(event: unknown, accountSid: string): InteractionEvent {
  const given = ownProperties(event);
  const { EventType: eventType, AccountSid: givenAccountSid } = given;
  if (typeof eventType !== 'string' || eventType === '') throw new InputError({ EventType: 'is required' });
  if (givenAccountSid !== undefined && givenAccountSid !== accountSid) {
    throw new InputError({ AccountSid: 'is not the account of this deployment' });
  }
  // Voice and other media have no Conversation.
  if (given.MediaChannelSid === undefined || given.MediaChannelSid === '') return { type: 'uninteresting' };
  switch (eventType) {
    case 'onInteractionCreated': {
      const parsed = parseInput(interactionEventSchemas.onInteractionCreated, given);
      const { MediaChannelSid: conversationSid, InteractionSid: interactionSid } = parsed;
      return {
        type: eventType,
        conversationSid,
        interactionSid,
        channelType: parsed.MediaChannelType.toLowerCase(),
      };
    }
    case 'onChannelCreateFailed': {
      const { MediaChannelSid: conversationSid, ErrorCode: code } = parseInput(
        interactionEventSchemas.onChannelCreateFailed,
        given,
      );
      const errorCode = Number(code);
      return {
        type: eventType,
        conversationSid,
        ...channelOf(given),
        ...(errorCode > 0 ? { errorCode } : {}),
      };
    }
    case 'onChannelStatusUpdated': {
      const { MediaChannelSid: conversationSid, ChannelStatus: status } = parseInput(
        interactionEventSchemas.onChannelStatusUpdated,
        given,
      );
      return { type: eventType, conversationSid, ...channelOf(given), status: status.toLowerCase() };
    }
    case 'onParticipantLeft': {
      const { MediaChannelSid: conversationSid, ParticipantType: type } = parseInput(
        interactionEventSchemas.onParticipantLeft,
        given,
      );
      if (type.toLowerCase() !== 'agent') return { type: 'uninteresting' };
      return { type: eventType, conversationSid, ...channelOf(given) };
    }
    default:
      return { type: 'uninteresting' };
  }
}

function channelOf(given: Readonly<Record<string, unknown>>): { channel?: ChannelHandle } {
  const { InteractionSid: interactionSid, ChannelSid: channelSid } = given;
  return isSid('KD', interactionSid) && isSid('UO', channelSid)
    ? { channel: { interactionSid, channelSid } }
    : {};
}
