import { CONVERSATION_EVENTS } from '../../setup/needed-events';
import { leadsTo } from '../../setup/resource';
import type { Finding } from '../findings';
import { finding } from '../findings';
import type { Patient } from '../patient';

export const CONVERSATIONS_PATH = '/webhooks/conversations';

/** The webhook of the service has to lead here with its events, and that of the account must not. */
export async function checkConversationsWebhook(
  { client, url }: Patient,
  serviceSid: string,
): Promise<Finding[]> {
  const [ofService, ofAccount] = await Promise.all([
    client.conversations.v1.services(serviceSid).configuration.webhooks().fetch(),
    client.conversations.v1.configuration.webhooks().fetch(),
  ]);
  const twice = leadsTo(ofAccount.postWebhookUrl, url, CONVERSATIONS_PATH)
    ? [finding('conversations-webhook-twice', 'the webhook of the whole account')]
    : [];
  if (!leadsTo(ofService.postWebhookUrl, url, CONVERSATIONS_PATH))
    return [...twice, finding('conversations-webhook-elsewhere', ofService.postWebhookUrl || 'nothing')];
  const missing = CONVERSATION_EVENTS.filter((event) => !ofService.filters.includes(event));
  return [...twice, ...missing.map((event) => finding('conversations-webhook-events', event))];
}
