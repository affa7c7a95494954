import type FlexV1 from 'twilio/lib/rest/flexApi/V1';
import type { TwilioGateway } from './gateway';
import type { ChannelHandle } from './interactions';
import { TwilioRequestError } from './request-error';

export type ChannelStatus = 'setup' | 'active' | 'failed' | 'closed' | 'inactive' | 'pause' | 'transfer';

/** What has become of a channel; `missing` if Twilio forgot it, as it does after 180 days. */
export interface ChannelFate {
  readonly status: ChannelStatus | 'missing';
  /** Why it could not be set up, e.g. 45355: https://www.twilio.com/docs/api/errors/45355 */
  readonly errorCode?: number;
  /** E.g. `sms`. */
  readonly channelType?: string;
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
    try {
      const { status, errorCode, type: channelType } = await context.fetch();
      // The SDK's types lack `pause` and `transfer`, and that there may be no error.
      const code = errorCode as number | null;
      return { status, channelType, ...(code === null ? {} : { errorCode: code }) };
    } catch (error) {
      if (error instanceof TwilioRequestError && error.status === 404) return { status: 'missing' };
      throw error;
    }
  }

  /**
   * Closes a channel with its tasks, and the Conversation with it.
   *
   * @returns `false` if Twilio refuses: it never was set up, is closed already, or is forgotten
   * @see https://www.twilio.com/docs/flex/developer/conversations/interactions-api/channels-subresource
   */
  async close(channel: ChannelHandle): Promise<boolean> {
    const context = await this.#channel(channel, { idempotent: true });
    try {
      await context.update({ status: 'closed', routing: { status: 'closed' } });
      return true;
    } catch (error) {
      if (error instanceof TwilioRequestError && error.kind === 'rejected') return false;
      throw error;
    }
  }

  async #channel({ interactionSid, channelSid }: ChannelHandle, policy: { idempotent?: boolean } = {}) {
    const { InteractionChannelContextImpl } =
      await import('twilio/lib/rest/flexApi/v1/interaction/interactionChannel.js');
    return new InteractionChannelContextImpl(
      await this.#gateway.sdkVersion<FlexV1>('flex-api.twilio.com', policy),
      interactionSid,
      channelSid,
    );
  }
}
