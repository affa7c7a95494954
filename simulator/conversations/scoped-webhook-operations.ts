import type { ApiCall, Operations } from '../kernel/api-call';
import { pathParameter } from '../kernel/api-call';
import { invalidParameter, notFound } from '../kernel/api-error';
import { toPage } from '../kernel/paging';
import type { World } from '../kernel/world';
import { isoSeconds } from '../kernel/world';
import type { ConversationActions } from './conversation-actions';
import type { ConversationStore, StoredConversation } from './conversation-store';
import type { ScopedWebhookEntity } from './entities';
import { conversationOf } from './find-conversation';

/** Webhooks of single Conversations. */
export function scopedWebhookOperations(
  world: World,
  store: ConversationStore,
  actions: ConversationActions,
): Operations {
  const webhookOf = (call: ApiCall): { conversation: StoredConversation; webhook: ScopedWebhookEntity } => {
    const conversation = conversationOf(call, store);
    const webhook = conversation.webhooks.get(pathParameter(call, 'Sid'));
    if (!webhook) throw notFound(new URL(call.url).pathname);
    return { conversation, webhook };
  };

  return {
    CreateConversationScopedWebhook: (call) => {
      const { form } = call;
      const target = form.requiredText('Target');
      if (target !== 'studio' && !form.has('Configuration.Url'))
        throw invalidParameter('Missing required parameter Configuration.Url in the post body');
      return {
        status: 201,
        body: actions.addWebhook(conversationOf(call, store), target, webhookConfiguration(call)),
      };
    },
    FetchConversationScopedWebhook: (call) => ({ body: webhookOf(call).webhook }),
    ListConversationScopedWebhook: (call) =>
      toPage(call, 'webhooks', [...conversationOf(call, store).webhooks.values()]),
    UpdateConversationScopedWebhook: (call) => {
      const { webhook } = webhookOf(call);
      webhook.configuration = { ...webhook.configuration, ...webhookConfiguration(call) };
      webhook.date_updated = isoSeconds(world.clock.now());
      return { body: webhook };
    },
    DeleteConversationScopedWebhook: (call) => {
      const { conversation, webhook } = webhookOf(call);
      conversation.webhooks.delete(webhook.sid);
      return {};
    },
  };
}

function webhookConfiguration({ form }: ApiCall): ScopedWebhookEntity['configuration'] {
  const [url, method, flowSid] = [
    form.text('Configuration.Url'),
    form.text('Configuration.Method'),
    form.text('Configuration.FlowSid'),
  ];
  const [filters, triggers] = [form.list('Configuration.Filters'), form.list('Configuration.Triggers')];
  const replayAfter = form.number('Configuration.ReplayAfter');
  return {
    ...(url === undefined ? {} : { url }),
    ...(method === undefined ? {} : { method }),
    ...(filters === undefined ? {} : { filters }),
    ...(triggers === undefined ? {} : { triggers }),
    ...(flowSid === undefined ? {} : { flow_sid: flowSid }),
    ...(replayAfter === undefined ? {} : { replay_after: replayAfter }),
  };
}
