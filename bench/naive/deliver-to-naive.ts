import type { WebhookAnswer, WebhookSender } from '../../simulator/kernel/deliveries';
import { sdkClientOf } from '../../test/simulator/sdk-client';
import type { Deployment } from '../../test/support/deployment';
import { handler } from './conversations';

/** Sends Conversations webhooks to the baseline, in process, with the unmodified SDK. */
export function deliverToNaive({ twilio, context }: Deployment): WebhookSender {
  const getTwilioClient = () => sdkClientOf(twilio);
  return ({ form }) =>
    new Promise<WebhookAnswer>((resolve, reject) => {
      const invoked = handler(
        { ...context, getTwilioClient } as unknown as Parameters<typeof handler>[0],
        form as unknown as Parameters<typeof handler>[1],
        (_, answer) => {
          resolve({ status: 200, body: JSON.stringify(answer) });
        },
      );
      Promise.resolve(invoked).catch(reject);
    });
}
