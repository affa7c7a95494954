import type { Twilio } from 'twilio';
import { CONVERSATION_EVENTS } from '../needed-events';
import type { Resource, State } from '../resource';
import { leadsTo, merge } from '../resource';

const PATH = '/webhooks/conversations';

/**
 * The webhook of the Conversations service: there is one URL per service, for all its events.
 *
 * @see https://www.twilio.com/docs/conversations/api/service-configuration-resource
 */
export function conversationsWebhook(client: Twilio, serviceSid: string, deploymentUrl: string): Resource {
  const webhooks = client.conversations.v1.services(serviceSid).configuration.webhooks();
  const isHere = (state: State): boolean => leadsTo(state?.url as string | null, deploymentUrl, PATH);
  return {
    id: 'conversations-webhook',
    title: 'Conversations webhook',
    read: async () => {
      const { postWebhookUrl, preWebhookUrl, method, filters } = await webhooks.fetch();
      return {
        url: postWebhookUrl || null,
        method,
        filters: [...((filters as string[] | null) ?? [])],
        // Of the same service, and never changed: its answers decide what happens to a customer's message.
        preWebhookUrl: preWebhookUrl || null,
      };
    },
    want: (now) => {
      const { url = null, method = null, filters = [], preWebhookUrl = null } = now ?? {};
      return {
        kind: 'be',
        state: {
          url: isHere(now) ? url : `${deploymentUrl}${PATH}`,
          // One method for both webhooks.
          method: preWebhookUrl === null ? 'POST' : method,
          filters: merge(filters as string[], CONVERSATION_EVENTS),
          preWebhookUrl,
        },
        ...(url !== null && !isHere(now) ? { displaces: `the webhook ${url as string}` } : {}),
      };
    },
    write: async (_, next) => {
      const { url, method, filters = [] } = next ?? {};
      const events = filters as string[];
      await webhooks.update({
        postWebhookUrl: (url as string | null) ?? '',
        // An empty name takes the filters away; no name leaves them.
        filters: events.length === 0 ? [''] : events,
        ...(typeof method === 'string' ? { method } : {}),
      });
    },
    isOurs: isHere,
  };
}
