import type * as answers from './answers.js';
import type { Result } from './errors.js';
import type * as parameters from './parameters.js';
import type { ClientOptions } from './send.js';
import { send } from './send.js';

export type * from './answers.js';
export type * from './errors.js';
export type * from './parameters.js';
export type { ClientOptions } from './send.js';

/**
 * Calls the URLs of a deployment that agents may call. Each method is named as its URL and never throws: what goes
 * wrong is in its result.
 */
export class FlexInteractionsClient {
  readonly #options: ClientOptions;

  /** The participants of an Interaction. */
  readonly participants = {
    list: (given: parameters.OfInteraction) => this.#send<answers.Participants>('participants/list', given),
    /** It is never repeated by itself: after a failure look who is there. */
    add: (given: parameters.AddParticipant) => this.#send<answers.Added>('participants/add', given, false),
  };

  /** @throws TypeError if `baseUrl` is no URL */
  constructor(options: ClientOptions) {
    new URL(options.baseUrl);
    this.#options = options;
  }

  clickToSms(given: parameters.ClickToSms) {
    return this.#send<answers.Reached>('click-to-sms', given);
  }

  clickToWhatsapp(given: parameters.ClickToWhatsapp) {
    return this.#send<answers.Reached>('click-to-whatsapp', given);
  }

  clickToEmail(given: parameters.ClickToEmail) {
    return this.#send<answers.Reached>('click-to-email', given);
  }

  clickToChat(given: parameters.ClickToChat) {
    return this.#send<answers.Reached>('click-to-chat', given);
  }

  invite(given: parameters.Invite) {
    return this.#send<answers.Invited>('invite', given);
  }

  transfer(given: parameters.Transfer) {
    return this.#send<answers.Invited>('transfer', given);
  }

  park(given: parameters.OfInteraction) {
    return this.#send<answers.Parked>('park', given);
  }

  resume(given: parameters.OfInteraction) {
    return this.#send<answers.Resumed>('resume', given);
  }

  parked(given: parameters.ListParked = {}) {
    return this.#send<answers.ParkedList>('parked', given);
  }

  leave(given: parameters.Leave) {
    return this.#send<answers.Left>('leave', given);
  }

  close(given: parameters.OfInteraction) {
    return this.#send<answers.Closed>('close', given);
  }

  interaction(given: parameters.OfInteraction) {
    return this.#send<answers.InteractionStatus>('interaction', given);
  }

  #send<Value>(path: string, given: object, isRepeatable = true): Promise<Result<Value>> {
    return send<Value>(this.#options, `/agent/${path}`, given, isRepeatable);
  }
}
