import type { Budget } from '../deadline';
import type { Platform } from '../platform';
import type { Handler, Invocation } from './endpoint';
import { endpoint } from './endpoint';

/** A webhook that Twilio calls: how its event is read, and what is done about it. */
export interface Webhook<Event extends object> {
  readonly url: string;
  readonly budget: Budget;
  /** The caller wants a 204 without a body. */
  readonly isSilent?: boolean;
  /** @throws InputError */
  parse(event: unknown, accountSid: string): Event;
  /** What the log may say about an event. */
  describe(event: Event): object;
  run(event: Event, invocation: Invocation): Promise<object & { readonly outcome: string }>;
}

/**
 * The endpoint kind of webhooks that Twilio signs; the platform has checked the signature before, for the files
 * of these endpoints end in `.protected`.
 *
 * @see https://www.twilio.com/docs/serverless/functions-assets/visibility
 */
export function webhookEndpoint<Event extends object>(webhook: Webhook<Event>, platform?: Platform): Handler {
  return endpoint(
    {
      url: webhook.url,
      budget: webhook.budget,
      run: async (given, invocation) => {
        const event = webhook.parse(given, invocation.settings.accountSid);
        invocation.note(webhook.describe(event));
        const outcome = await webhook.run(event, invocation);
        const answer = webhook.isSilent === true ? { status: 204 } : { status: 200, body: outcome };
        return { answer, facts: outcome };
      },
    },
    platform,
  );
}
