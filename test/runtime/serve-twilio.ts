import { EmbeddedTwilio } from '../../simulator/embedded-twilio';
import type { Wiring } from '../../simulator/flex-account';
import { setUpFlexAccount, wireDeployment } from '../../simulator/flex-account';
import { close, listen } from '../../simulator/http/listen';
import { createRestServer } from '../../simulator/http/rest-server';
import type { WebhookSender } from '../../simulator/kernel/deliveries';
import { BUSINESS_NUMBER } from '../support/deployment';

/** An embedded Twilio with a Flex account, its REST API served over HTTP. */
export interface ServedTwilio {
  readonly twilio: EmbeddedTwilio;
  readonly port: number;
  /** What a Function of this account finds in its context. */
  readonly variables: Record<string, string>;
  /** Points the webhooks of the business number at a deployment. */
  wire(functionsUrl: string, conversations: Wiring): void;
  /** Resolves when every webhook has been answered. */
  settle(): Promise<void>;
  stop(): Promise<void>;
}

/** @param send how webhooks are sent */
export async function serveTwilio(send: WebhookSender): Promise<ServedTwilio> {
  const twilio = new EmbeddedTwilio({ send });
  const account = setUpFlexAccount(twilio);
  const server = createRestServer(twilio);
  return {
    twilio,
    port: await listen(server, 0),
    variables: {
      ACCOUNT_SID: twilio.accountSid,
      AUTH_TOKEN: twilio.authToken,
      TASKROUTER_WORKSPACE_SID: twilio.workspace.entity.sid,
      TASKROUTER_WORKFLOW_SID: account.assignToAnyone.sid,
    },
    wire: (functionsUrl, conversations) => {
      const addresses = [{ address: BUSINESS_NUMBER, type: 'sms' }];
      wireDeployment(twilio, { functionsUrl, addresses, conversations, withTaskEvents: false });
    },
    settle: async () => {
      do await new Promise((resolve) => setTimeout(resolve, 5));
      while (twilio.world.deliveries.running > 0);
    },
    stop: () => close(server),
  };
}
