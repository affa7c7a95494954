import type { ApiCall } from '../kernel/api-call';
import { pathParameter } from '../kernel/api-call';
import { invalidParameter, notFound } from '../kernel/api-error';
import { toPage } from '../kernel/paging';
import type { World } from '../kernel/world';
import type { ExtraOperation } from '../rest/match-request';
import type { InteractionWebhook, InteractionWebhooks } from './interaction-webhooks';
import { INTERACTION_EVENTS } from './interaction-webhooks';

const HOST = 'flex-api.twilio.com';
const LIST = '/v1/Instances/{InstanceSid}/InteractionWebhooks';
const ONE = `${LIST}/{Ttid}`;

/**
 * Interaction webhooks, which no specification of Twilio's has. Only their creation is documented; that they can be
 * listed, changed and deleted like other resources is not. Assumed: interaction-webhook-resource.
 *
 * @see https://www.twilio.com/docs/flex/developer/conversations/register-interactions-webhooks
 */
export function interactionWebhookOperations(world: World, store: InteractionWebhooks): ExtraOperation[] {
  const inInstance = (call: ApiCall): void => {
    if (pathParameter(call, 'InstanceSid') !== store.instanceSid) missing(call);
  };
  const bodyOf = (webhook: InteractionWebhook): object => ({
    ttid: webhook.ttid,
    account_sid: world.accountSid,
    instance_sid: store.instanceSid,
    webhook_url: webhook.url,
    webhook_events: webhook.events,
    webhook_method: webhook.method,
    friendly_name: webhook.friendlyName,
    type: webhook.type,
    url: `https://${HOST}/v1/Instances/${store.instanceSid}/InteractionWebhooks/${webhook.ttid}`,
  });
  const webhookOf = (call: ApiCall): InteractionWebhook => {
    inInstance(call);
    return store.webhooks.get(pathParameter(call, 'Ttid')) ?? missing(call);
  };
  const of = (
    id: string,
    method: string,
    template: string,
    handler: ExtraOperation['handler'],
  ): ExtraOperation => ({
    id,
    host: HOST,
    method,
    template,
    handler,
  });

  return [
    of('CreateInteractionWebhook', 'POST', LIST, (call) => {
      inInstance(call);
      const webhook: InteractionWebhook = {
        ttid: `flex_interactionwebhook_${world.sids.next('').slice(0, 26)}`,
        type: call.form.text('Type') === 'interaction' ? 'interaction' : 'global',
        friendlyName: call.form.text('FriendlyName') ?? null,
        url: call.form.requiredText('WebhookUrl'),
        method: methodOf(call) ?? 'POST',
        events: eventsOf(call) ?? [],
      };
      store.webhooks.set(webhook.ttid, webhook);
      return { status: 201, body: bodyOf(webhook) };
    }),
    of('ListInteractionWebhook', 'GET', LIST, (call) => {
      inInstance(call);
      return toPage(call, 'webhooks', [...store.webhooks.values()].map(bodyOf));
    }),
    of('FetchInteractionWebhook', 'GET', ONE, (call) => ({ body: bodyOf(webhookOf(call)) })),
    of('UpdateInteractionWebhook', 'POST', ONE, (call) => {
      const webhook = webhookOf(call);
      webhook.friendlyName = call.form.text('FriendlyName') ?? webhook.friendlyName;
      webhook.url = call.form.text('WebhookUrl') ?? webhook.url;
      webhook.method = methodOf(call) ?? webhook.method;
      webhook.events = eventsOf(call) ?? webhook.events;
      return { body: bodyOf(webhook) };
    }),
    of('DeleteInteractionWebhook', 'DELETE', ONE, (call) => {
      store.webhooks.delete(webhookOf(call).ttid);
      return {};
    }),
  ];
}

function eventsOf({ form }: ApiCall): string[] | undefined {
  const events = form.list('WebhookEvents');
  const unknown = events?.find((event) => !INTERACTION_EVENTS.some((known) => known === event));
  if (unknown !== undefined) throw invalidParameter(`WebhookEvents: ${unknown} is not an event`);
  return events;
}

function methodOf({ form }: ApiCall): 'GET' | 'POST' | undefined {
  const method = form.text('WebhookMethod')?.toUpperCase();
  if (method !== undefined && method !== 'GET' && method !== 'POST')
    throw invalidParameter('WebhookMethod must be GET or POST');
  return method;
}

function missing(call: ApiCall): never {
  throw notFound(new URL(call.url).pathname);
}
