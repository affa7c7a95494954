import type { Twilio } from 'twilio';
import * as v from 'valibot';
import { CommandError } from '../terminal/command-error';

const webhookSchema = v.object({
  ttid: v.string(),
  webhook_url: v.string(),
  webhook_events: v.array(v.string()),
  webhook_method: v.string(),
  type: v.string(),
});
const listSchema = v.object({ webhooks: v.array(webhookSchema) });

/** What the SDK's own client answers; its types say `any`. */
interface SdkAnswer {
  readonly statusCode: number;
  readonly body: unknown;
}

export interface InteractionWebhook {
  readonly ttid: string;
  readonly url: string;
  readonly events: readonly string[];
  readonly method: string;
  readonly type: string;
}

/**
 * The Interaction webhooks of a Flex instance, for which the SDK has no class.
 *
 * @see https://www.twilio.com/docs/flex/developer/conversations/register-interactions-webhooks
 */
export class InteractionWebhooks {
  readonly #client: Twilio;
  readonly #uri: string;

  /** @param instanceSid starts with GO */
  constructor(client: Twilio, instanceSid: string) {
    this.#client = client;
    this.#uri = `https://flex-api.twilio.com/v1/Instances/${instanceSid}/InteractionWebhooks`;
  }

  async list(): Promise<InteractionWebhook[]> {
    const { webhooks } = await this.#send('get', this.#uri, listSchema);
    return webhooks.map((webhook) => ({
      ttid: webhook.ttid,
      url: webhook.webhook_url,
      events: webhook.webhook_events,
      method: webhook.webhook_method,
      type: webhook.type,
    }));
  }

  async create(webhook: { url: string; events: readonly string[]; method: string }): Promise<void> {
    const { url, events, method } = webhook;
    await this.#send('post', this.#uri, webhookSchema, {
      Type: 'global',
      WebhookUrl: url,
      WebhookEvents: [...events],
      WebhookMethod: method,
    });
  }

  async update(
    ttid: string,
    webhook: { url: string; events: readonly string[]; method: string },
  ): Promise<void> {
    const { url, events, method } = webhook;
    await this.#send('post', `${this.#uri}/${ttid}`, webhookSchema, {
      WebhookUrl: url,
      WebhookEvents: [...events],
      WebhookMethod: method,
    });
  }

  async remove(ttid: string): Promise<void> {
    const { statusCode } = (await this.#client.request({
      method: 'delete',
      uri: `${this.#uri}/${ttid}`,
    })) as SdkAnswer;
    if (statusCode >= 300)
      throw new CommandError(`Twilio refused to delete the Interaction webhook (${statusCode}).`);
  }

  async #send<Output>(
    method: 'get' | 'post',
    uri: string,
    schema: v.GenericSchema<unknown, Output>,
    data?: object,
  ): Promise<Output> {
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
    const answer = (await this.#client.request({
      method,
      uri,
      ...(data ? { data, headers } : {}),
    })) as SdkAnswer;
    const body: unknown = typeof answer.body === 'string' ? JSON.parse(answer.body) : answer.body;
    if (answer.statusCode >= 300)
      throw new CommandError(`Twilio refused a call of the Interaction webhooks (${answer.statusCode}).`);
    return v.parse(schema, body);
  }
}
