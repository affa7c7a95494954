import type { ConversationView, Snapshot } from '../snapshot';

/** A customer of the console, with the one channel that they use. */
export interface Person {
  readonly name: string;
  readonly channelType: string;
  /** A phone number with the channel's prefix, or the identity of a chat. */
  readonly address: string;
}

export const PEOPLE: readonly Person[] = [
  { name: 'Ella', channelType: 'sms', address: '+12025550143' },
  { name: 'Luis', channelType: 'whatsapp', address: 'whatsapp:+12025550144' },
  { name: 'Noor', channelType: 'sms', address: '+12025550145' },
  { name: 'Mia', channelType: 'web', address: 'mia' },
];

const NAMES = ['Ada M.', 'Ben', 'Chen', 'Dara', 'Emil', 'Fay', 'Gus', 'Hana', 'Ivo', 'Joy', 'Kofi', 'Lea'];

/** Somebody who has never written before. */
export function somebodyNew(known: readonly Person[], channelType: string): Person {
  const name = NAMES[(known.length - PEOPLE.length) % NAMES.length] ?? 'Somebody';
  const number = `+1202555${String(Math.floor(Math.random() * 10_000)).padStart(4, '0')}`;
  if (channelType === 'web')
    return { name, channelType, address: `${name.toLowerCase()}-${number.slice(-4)}` };
  return { name, channelType, address: channelType === 'sms' ? number : `${channelType}:${number}` };
}

/** The business addresses that a person can write to. */
export function addressesFor({ businessAddresses }: Snapshot, person: Person): readonly string[] {
  return businessAddresses.filter(({ type }) => type === person.channelType).map(({ address }) => address);
}

/** Where a person is talking: the last Conversation that is open, or else the last one. */
export function conversationOf({ conversations }: Snapshot, person: Person): ConversationView | undefined {
  const own = conversations.filter(({ customers }) => customers.includes(person.address));
  return own.findLast(({ state }) => state !== 'closed') ?? own.at(-1);
}

export const CHANNEL_NAMES: Readonly<Record<string, string>> = {
  sms: 'SMS',
  whatsapp: 'WhatsApp',
  web: 'Web chat',
  messenger: 'Messenger',
  email: 'Email',
  chat: 'Chat',
};
