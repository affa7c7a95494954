import type { InteractionWebhooks } from '../../account/interaction-webhooks';
import { INTERACTION_EVENTS } from '../needed-events';
import type { Resource } from '../resource';
import { leadsTo, merge } from '../resource';

const PATH = '/webhooks/interactions';

/** The Interaction webhook of this deployment: an instance may have several, so that none is displaced. */
export function interactionWebhook(webhooks: InteractionWebhooks, deploymentUrl: string): Resource {
  const find = async () =>
    (await webhooks.list()).find(({ url, type }) => type === 'global' && leadsTo(url, deploymentUrl, PATH));
  return {
    id: 'interaction-webhook',
    title: 'Interaction webhook',
    read: async () => {
      const found = await find();
      return found ? { url: found.url, events: found.events, method: found.method } : null;
    },
    want: (now) => ({
      kind: 'be',
      state: {
        url: now?.url ?? `${deploymentUrl}${PATH}`,
        events: merge((now?.events as string[] | undefined) ?? [], INTERACTION_EVENTS),
        method: 'POST',
      },
    }),
    write: async (_, next) => {
      const found = await find();
      if (next === null) {
        if (found) await webhooks.remove(found.ttid);
        return;
      }
      const webhook = { url: String(next.url), events: next.events as string[], method: String(next.method) };
      if (found) await webhooks.update(found.ttid, webhook);
      else await webhooks.create(webhook);
    },
    isOurs: (now) => now !== null,
  };
}
