import type { ReceivedMessage } from '../conversations/inbound-messages';
import type { EmbeddedTwilio } from '../embedded-twilio';

/** A customer with a phone. */
export class Customer {
  readonly #twilio: EmbeddedTwilio;
  readonly address: string;
  readonly name: string | undefined;

  /** @param address e.g. `+12025550143`, `whatsapp:+12025550143` */
  constructor(twilio: EmbeddedTwilio, address: string, name?: string) {
    this.#twilio = twilio;
    this.address = address;
    this.name = name;
  }

  /**
   * Writes to one of our addresses; nothing comes back if no Conversation takes the message.
   *
   * @param others the other recipients of a group MMS
   */
  write(to: string, body: string, others: readonly string[] = []): Promise<ReceivedMessage | undefined> {
    this.#twilio.note('The customer writes', { from: this.address, to, body });
    return this.#twilio.inbound.receive({
      from: this.address,
      to,
      body,
      others,
      ...(this.name === undefined ? {} : { customerName: this.name }),
    });
  }
}
