import * as v from 'valibot';
import { InputError } from '../endpoints/input-error';
import { ownProperties } from '../endpoints/own-properties';
import { parseInput } from '../endpoints/parse-input';
import { textOrObject } from '../endpoints/text-or-object';
import { latestMsOf } from '../latest-time';
import { sidSchema } from '../sid';
import type {
  CommonFields,
  ConversationAdded,
  ConversationEvent,
  ConversationStateUpdated,
  MessageAdded,
} from './conversation-event';
import { PARK_WEBHOOK_PARAMETER } from './conversation-event';
import { customerNameFrom } from './customer-name';
import { isOptOutKeyword } from './opt-out-keywords';
import { OPTED_OUT } from './opted-out';

const NOT_AN_INDEX = 'must be a whole number, counted from 0';

const text = v.pipe(v.string('must be a text'), v.maxLength(65_536, 'is too long'));
/** Absent fields arrive empty as well as not at all. */
const filledText = v.pipe(
  text,
  v.transform((value) => (value === '' ? undefined : value)),
);
const optionalText = v.optional(filledText);
const optionalSid = <Prefix extends string>(prefix: Prefix) =>
  v.optional(
    v.union(
      [
        v.pipe(
          v.literal(''),
          v.transform(() => undefined),
        ),
        sidSchema(prefix),
      ],
      `must be a SID that starts with ${prefix}`,
    ),
  );
/** A group MMS has several addresses. */
const addressList = v.optional(v.union([filledText, v.array(v.nullish(filledText))], 'must be an address'));

const common = {
  ConversationSid: sidSchema('CH'),
  ChatServiceSid: optionalSid('IS'),
  Source: optionalText,
  WebhookSid: optionalSid('WH'),
  DateCreated: optionalText,
  RetryCount: v.optional(v.union([text, v.number()], 'must be a number')),
};

const conversationAddedSchema = v.object({
  ...common,
  State: optionalText,
  FriendlyName: optionalText,
  Attributes: v.optional(textOrObject),
  MessageBody: optionalText,
  'MessagingBinding.Address': addressList,
  'MessagingBinding.ProxyAddress': optionalText,
  'MessagingBinding.ProjectedAddress': optionalText,
  'MessagingBinding.AuthorAddress': optionalText,
});

const messageAddedSchema = v.object({
  ...common,
  MessageSid: optionalSid('IM'),
  Index: v.pipe(
    v.union([v.string(), v.number()], NOT_AN_INDEX),
    v.transform(String),
    v.regex(/^\d{1,9}$/, NOT_AN_INDEX),
    v.transform(Number),
  ),
  Author: optionalText,
  Body: optionalText,
  ParticipantSid: optionalSid('MB'),
  [PARK_WEBHOOK_PARAMETER]: optionalText,
});

const deliveryUpdatedSchema = v.object({
  ...common,
  ParticipantSid: optionalSid('MB'),
  ErrorCode: v.optional(v.union([text, v.number()], 'must be an error code')),
});

const stateUpdatedSchema = v.object({
  ...common,
  StateFrom: optionalText,
  StateTo: text,
  Reason: optionalText,
});

/** The parameters of the events that concern us, by their `EventType`. */
export const conversationEventSchemas = {
  onConversationAdded: conversationAddedSchema,
  onMessageAdded: messageAddedSchema,
  onDeliveryUpdated: deliveryUpdatedSchema,
  onConversationStateUpdated: stateUpdatedSchema,
};

/**
 * Reads a Conversations webhook.
 *
 * @param event the parameters as the Functions runtime hands them over: texts, or what a JSON body holds
 * @param accountSid the account that this deployment serves
 * @throws InputError naming the fields that are missing or wrong
 * @see https://www.twilio.com/docs/conversations/conversations-webhooks
 */
export function parseConversationEvent(event: unknown, accountSid: string): ConversationEvent {
  const given = ownProperties(event);
  const { EventType: eventType, AccountSid: givenAccountSid } = given;
  if (typeof eventType !== 'string' || eventType === '') throw new InputError({ EventType: 'is required' });
  if (givenAccountSid !== undefined && givenAccountSid !== accountSid) {
    throw new InputError({ AccountSid: 'is not the account of this deployment' });
  }
  switch (eventType) {
    case 'onConversationAdded':
      return toConversationAdded(parseInput(conversationAddedSchema, given));
    case 'onMessageAdded':
      return toMessageAdded(parseInput(messageAddedSchema, given));
    case 'onDeliveryUpdated': {
      if (Number(given.ErrorCode) !== OPTED_OUT) return { type: 'uninteresting' };
      const parsed = parseInput(deliveryUpdatedSchema, given);
      return { type: eventType, ...toCommon(parsed), participantSid: parsed.ParticipantSid };
    }
    case 'onConversationStateUpdated':
      return toStateUpdated(parseInput(stateUpdatedSchema, given));
    default:
      return { type: 'uninteresting' };
  }
}

function toCommon(given: v.InferOutput<v.ObjectSchema<typeof common, undefined>>): CommonFields {
  return {
    conversationSid: given.ConversationSid,
    serviceSid: given.ChatServiceSid,
    source: given.Source?.toUpperCase() ?? '',
    isScoped: Boolean(given.WebhookSid),
    occurredAtMs: latestMsOf(given.DateCreated),
    isRetry: Number(given.RetryCount) > 0,
  };
}

function toConversationAdded(given: v.InferOutput<typeof conversationAddedSchema>): ConversationAdded {
  return {
    type: 'onConversationAdded',
    ...toCommon(given),
    state: given.State,
    address: given['MessagingBinding.AuthorAddress'] ?? firstAddress(given['MessagingBinding.Address']),
    businessAddress: given['MessagingBinding.ProxyAddress'] ?? given['MessagingBinding.ProjectedAddress'],
    customerName: customerNameFrom(given.Attributes),
    isOptOut: isOptOutKeyword(given.MessageBody),
  };
}

/** Of a group MMS, whose list may come as repeated fields or as JSON. */
function firstAddress(binding: v.InferOutput<typeof addressList>): string | undefined {
  const isFilled = (address: string | null | undefined) => typeof address === 'string';
  if (Array.isArray(binding)) return binding.find(isFilled);
  const list = v.safeParse(v.pipe(v.string(), v.parseJson(), v.array(filledText)), binding);
  return list.success ? list.output.find(isFilled) : binding;
}

function toMessageAdded(given: v.InferOutput<typeof messageAddedSchema>): MessageAdded {
  return {
    type: 'onMessageAdded',
    ...toCommon(given),
    index: given.Index,
    author: given.Author,
    participantSid: given.ParticipantSid,
    isOptOut: isOptOutKeyword(given.Body),
    parkWebhookSid: given[PARK_WEBHOOK_PARAMETER] === undefined ? undefined : given.WebhookSid,
  };
}

function toStateUpdated(given: v.InferOutput<typeof stateUpdatedSchema>): ConversationStateUpdated {
  return {
    type: 'onConversationStateUpdated',
    ...toCommon(given),
    from: given.StateFrom,
    to: given.StateTo,
    reason: given.Reason,
  };
}
