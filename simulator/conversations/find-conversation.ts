import type { ApiCall } from '../kernel/api-call';
import { pathParameter } from '../kernel/api-call';
import { notFound } from '../kernel/api-error';
import type { ConversationStore, StoredConversation } from './conversation-store';
import type { Origin } from './origin';

/** The service in the path, if there is one. */
export function serviceOf(call: ApiCall, store: ConversationStore): string | undefined {
  const sid = call.path.ChatServiceSid;
  if (sid !== undefined && !store.services.has(sid)) throw notFound(new URL(call.url).pathname);
  return sid;
}
/** The Conversation in the path. */
export function conversationOf(
  call: ApiCall,
  store: ConversationStore,
  name = 'ConversationSid',
): StoredConversation {
  const found = store.find(pathParameter(call, name), serviceOf(call, store));
  if (!found) throw notFound(new URL(call.url).pathname);
  return found;
}

/** REST calls are told to webhooks only if their header asks for it. */
export function originOf(call: ApiCall): Origin {
  return { source: 'API', webhookEnabled: call.headers['x-twilio-webhook-enabled'] === 'true' };
}
