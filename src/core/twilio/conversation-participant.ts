import type { EpochMs } from '../clock';
import type { ConversationParticipantSid } from '../sid';
import { parseTaskAttributes } from './interaction-task';

/** A Participant of a Conversation: a chat identity, an address, or, in a group MMS, a number of ours. */
export interface ConversationParticipant {
  readonly participantSid: ConversationParticipantSid;
  readonly identity?: string;
  readonly channelType?: string;
  /** The customer's address. */
  readonly address?: string;
  /** Our address towards the customer. */
  readonly proxyAddress?: string;
  /** Our address towards all others of a group MMS or an email. */
  readonly projectedAddress?: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly joinedAtMs: EpochMs;
}

/** `messaging_binding` is untyped in Twilio's specification and null for a chat participant. */
export function toConversationParticipant(instance: {
  sid: string;
  identity: string | null;
  messagingBinding: unknown;
  attributes: string;
  dateCreated: Date;
}): ConversationParticipant {
  const binding = (instance.messagingBinding ?? {}) as Record<string, unknown>;
  return {
    participantSid: instance.sid as ConversationParticipantSid,
    attributes: parseTaskAttributes(instance.attributes),
    joinedAtMs: Number(instance.dateCreated),
    ...textField('identity', instance.identity),
    ...textField('channelType', typeof binding.type === 'string' ? binding.type.toLowerCase() : undefined),
    ...textField('address', binding.address),
    ...textField('proxyAddress', binding.proxy_address),
    ...textField('projectedAddress', binding.projected_address),
  };
}

function textField<Name extends string>(name: Name, value: unknown): Partial<Record<Name, string>> {
  return typeof value === 'string' && value !== '' ? ({ [name]: value } as Record<Name, string>) : {};
}
