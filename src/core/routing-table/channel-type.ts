/**
 * The channel type that an address belongs to: `sms` for a number, `email` for a mail address, and what stands
 * before the colon for all others, e.g. `whatsapp`; `undefined` for a chat identity.
 *
 * @param address as Twilio writes it, e.g. `+14155550111`, `whatsapp:+14155550111`
 * @see https://www.twilio.com/docs/conversations/api/conversation-participant-resource
 */
export function channelTypeOfAddress(address: string): string | undefined {
  if (/^\+[0-9]{3,15}$/.test(address)) return 'sms';
  const prefix = /^([a-z][a-z0-9_-]{0,31}):./i.exec(address)?.[1];
  if (prefix !== undefined) return prefix.toLowerCase();
  return /^[^@\s]+@[^@\s]+$/.test(address) ? 'email' : undefined;
}
