import type { Twilio } from 'twilio';

/** The addresses that an account owns, as far as Twilio tells: phone numbers and WhatsApp senders. */
export async function listOwnedAddresses(client: Twilio): Promise<string[]> {
  const [numbers, senders] = await Promise.all([
    client.incomingPhoneNumbers.list(),
    client.messaging.v2.channelsSenders.list({ channel: 'whatsapp' }),
  ]);
  return [
    ...numbers.map(({ phoneNumber }) => phoneNumber),
    ...senders.map(({ senderId }) => senderId),
  ].sort();
}

/** Whether Twilio could tell that the account owns an address: it lists numbers and WhatsApp senders only. */
export function isListedByTwilio(address: string): boolean {
  return /^(whatsapp:)?\+\d+$/.test(address);
}
