import type { ApiCall, ApiResult, Operations } from '../kernel/api-call';
import { toPage } from '../kernel/paging';
import type { World } from '../kernel/world';
import type { PhoneNumber, SenderStore, WhatsAppSender } from './sender-store';

/** The phone numbers of the account: https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource */
export function phoneNumberOperations(world: World, senders: SenderStore): Operations {
  return {
    ListIncomingPhoneNumber: (call) => {
      const asked = call.query.text('PhoneNumber');
      const found = [...senders.phoneNumbers.values()].filter(
        ({ phoneNumber }) => asked === undefined || phoneNumber.includes(asked),
      );
      return toOldPage(
        call,
        'incoming_phone_numbers',
        found.map((number) => phoneNumberBody(world, number)),
      );
    },
  };
}

/** WhatsApp senders: https://www.twilio.com/docs/whatsapp/api/senders */
export function senderOperations(senders: SenderStore): Operations {
  return {
    ListChannelsSender: (call) =>
      toPage(
        call,
        'senders',
        call.query.text('Channel') === 'whatsapp'
          ? [...senders.whatsAppSenders.values()].map(senderBody)
          : [],
      ),
  };
}

/** A page as the API of 2010 writes it: https://www.twilio.com/docs/usage/twilios-response#pagination */
function toOldPage(call: ApiCall, key: string, items: readonly object[]): ApiResult {
  const { body } = toPage(call, key, items) as { body: { meta: PageMeta } & Record<string, unknown> };
  const { meta } = body;
  const shown = body[key] as object[];
  const uriOf = (url: string | null): string | null => url?.replace(/^https:\/\/[^/]+/, '') ?? null;
  return {
    body: {
      [key]: shown,
      page: meta.page,
      page_size: meta.page_size,
      start: meta.page * meta.page_size,
      end: meta.page * meta.page_size + Math.max(shown.length - 1, 0),
      uri: uriOf(meta.url),
      first_page_uri: uriOf(meta.first_page_url),
      next_page_uri: uriOf(meta.next_page_url),
      previous_page_uri: uriOf(meta.previous_page_url),
    },
  };
}

interface PageMeta {
  readonly page: number;
  readonly page_size: number;
  readonly url: string;
  readonly first_page_url: string;
  readonly next_page_url: string | null;
  readonly previous_page_url: string | null;
}

function phoneNumberBody({ accountSid }: World, { sid, phoneNumber, createdAtMs }: PhoneNumber): object {
  const created = new Date(createdAtMs).toUTCString().replace('GMT', '+0000');
  return {
    account_sid: accountSid,
    address_sid: null,
    address_requirements: 'none',
    api_version: '2010-04-01',
    beta: false,
    capabilities: { fax: false, mms: true, sms: true, voice: true },
    date_created: created,
    date_updated: created,
    friendly_name: phoneNumber,
    identity_sid: null,
    phone_number: phoneNumber,
    origin: 'twilio',
    sid,
    sms_application_sid: null,
    sms_fallback_method: 'POST',
    sms_fallback_url: null,
    sms_method: 'POST',
    sms_url: null,
    status_callback: null,
    status_callback_method: 'POST',
    trunk_sid: null,
    uri: `/2010-04-01/Accounts/${accountSid}/IncomingPhoneNumbers/${sid}.json`,
    voice_receive_mode: 'voice',
    voice_application_sid: null,
    voice_caller_id_lookup: false,
    voice_fallback_method: 'POST',
    voice_fallback_url: null,
    voice_method: 'POST',
    voice_url: null,
    emergency_status: 'Inactive',
    emergency_address_sid: null,
    emergency_address_status: 'unregistered',
    bundle_sid: null,
    status: 'in-use',
  };
}

function senderBody({ sid, senderId }: WhatsAppSender): object {
  return {
    sid,
    status: 'ONLINE',
    sender_id: senderId,
    configuration: null,
    webhook: null,
    profile: null,
    properties: null,
    offline_reasons: null,
    compliance: null,
    url: `https://messaging.twilio.com/v2/Channels/Senders/${sid}`,
  };
}
