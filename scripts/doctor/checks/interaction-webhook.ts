import { InteractionWebhooks } from '../../account/interaction-webhooks';
import { INTERACTION_EVENTS } from '../../setup/needed-events';
import { leadsTo } from '../../setup/resource';
import type { Finding } from '../findings';
import { finding } from '../findings';
import type { Patient } from '../patient';

const PATH = '/webhooks/interactions';

/** One global Interaction webhook has to lead here, with every event. */
export async function checkInteractionWebhook(
  { client, url }: Patient,
  instanceSid: string,
): Promise<Finding[]> {
  const all = await new InteractionWebhooks(client, instanceSid).list();
  const here = all.filter((webhook) => webhook.type === 'global' && leadsTo(webhook.url, url, PATH));
  if (here.length === 0) return [finding('interaction-webhook-missing', `${url}${PATH}`)];
  const told = here.flatMap(({ events }) => events);
  return [
    ...(here.length > 1
      ? [finding('interaction-webhook-twice', here.map(({ ttid }) => ttid).join(', '))]
      : []),
    ...INTERACTION_EVENTS.filter((event) => !told.includes(event)).map((event) =>
      finding('interaction-webhook-events', event),
    ),
  ];
}
