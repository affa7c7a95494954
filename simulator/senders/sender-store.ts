import type { World } from '../kernel/world';

/** A phone number of the account. */
export interface PhoneNumber {
  readonly sid: string;
  readonly phoneNumber: string;
  readonly createdAtMs: number;
}

/** A WhatsApp number that is registered with the account. */
export interface WhatsAppSender {
  readonly sid: string;
  /** E.g. `whatsapp:+14155550111`. */
  readonly senderId: string;
}

/** What the account may write from: its phone numbers and its WhatsApp senders. */
export class SenderStore {
  readonly #world: World;
  readonly phoneNumbers = new Map<string, PhoneNumber>();
  readonly whatsAppSenders = new Map<string, WhatsAppSender>();

  constructor(world: World) {
    this.#world = world;
  }

  /** @param address e.g. `+14155550111`, `whatsapp:+14155550111`; addresses of other channel types are left out */
  own(address: string): void {
    const { sids, clock } = this.#world;
    if (address.startsWith('+')) {
      const sid = sids.next('PN');
      this.phoneNumbers.set(sid, { sid, phoneNumber: address, createdAtMs: clock.now() });
    } else if (address.startsWith('whatsapp:')) {
      const sid = sids.next('XE');
      this.whatsAppSenders.set(sid, { sid, senderId: address });
    }
  }

  release(address: string): void {
    for (const { sid, phoneNumber } of this.phoneNumbers.values())
      if (phoneNumber === address) this.phoneNumbers.delete(sid);
    for (const { sid, senderId } of this.whatsAppSenders.values())
      if (senderId === address) this.whatsAppSenders.delete(sid);
  }
}
