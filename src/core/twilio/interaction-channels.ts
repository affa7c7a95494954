import type { InteractionChannelInstance } from 'twilio/lib/rest/flexApi/v1/interaction/interactionChannel';
import type { TwilioGateway } from './gateway';
import type { ChannelHandle } from './interactions';
import { whenGone } from './when-gone';
import { whenRejected } from './when-rejected';

export type ChannelStatus = 'setup' | 'active' | 'failed' | 'closed' | 'inactive' | 'pause' | 'transfer';

/** What has become of a channel; `missing` if Twilio forgot it, as it does after 180 days. */
export interface ChannelFate {
  readonly status: ChannelStatus | 'missing';
  /** Why it could not be set up, e.g. 45355: https://www.twilio.com/docs/api/errors/45355 */
  readonly errorCode?: number;
  /** E.g. `sms`. */
  readonly channelType?: string;
}

/** Whether a channel has ended, so that nobody can be brought into it any more. */
export function isOver(status: ChannelFate['status']): boolean {
  return status === 'closed' || status === 'failed' || status === 'missing';
}

/**
 * The Channels of Interactions.
 *
 * @see https://www.twilio.com/docs/flex/developer/conversations/interactions-api/channels-subresource
 */
export class InteractionChannels {
  readonly #gateway: TwilioGateway;

  constructor(gateway: TwilioGateway) {
    this.#gateway = gateway;
  }

  /** Whether a channel is really set up, and what has become of it since. */
  async fetchFate(channel: ChannelHandle): Promise<ChannelFate> {
    const context = await this.#channel(channel);
    return context
      .fetch()
      .then(toFate)
      .catch(whenGone({ status: 'missing' as const }));
  }

  /**
   * Closes a channel with its tasks, and the Conversation with it.
   *
   * @returns `false` if Twilio refuses: it never was set up, is closed already, or is forgotten
   * @see https://www.twilio.com/docs/flex/developer/conversations/interactions-api/channels-subresource
   */
  async close(channel: ChannelHandle): Promise<boolean> {
    const context = await this.#channel(channel, { idempotent: true });
    return context
      .update({ status: 'closed', routing: { status: 'closed' } })
      .then(() => true)
      .catch(whenRejected(false));
  }

  async #channel({ interactionSid, channelSid }: ChannelHandle, policy: { idempotent?: boolean } = {}) {
    const { InteractionChannelContextImpl } =
      await import('twilio/lib/rest/flexApi/v1/interaction/interactionChannel.js');
    return new InteractionChannelContextImpl(
      await this.#gateway.sdkVersion('flex-api.twilio.com', policy),
      interactionSid,
      channelSid,
    );
  }
}

/** The SDK's types lack `pause` and `transfer`, and that there may be no error. */
function toFate({ status, errorCode, type }: InteractionChannelInstance): ChannelFate {
  const code = errorCode as number | null;
  return { status, channelType: type, ...(code === null ? {} : { errorCode: code }) };
}
