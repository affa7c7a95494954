import type { ApiCall, Operations } from '../kernel/api-call';
import { pathParameter } from '../kernel/api-call';
import { notFound, TwilioApiError } from '../kernel/api-error';
import { toPage } from '../kernel/paging';
import type { ConversationActions } from './conversation-actions';
import type { ConversationStore, StoredConversation } from './conversation-store';
import type { MessageEntity } from './entities';
import { conversationOf, originOf } from './find-conversation';

/** Messages of Conversations, and what became of them on their way. */
export function messageOperations(store: ConversationStore, actions: ConversationActions): Operations {
  const messageOf = (
    call: ApiCall,
    name = 'Sid',
  ): { conversation: StoredConversation; message: MessageEntity } => {
    const conversation = conversationOf(call, store);
    const message = conversation.messages.find(({ sid }) => sid === pathParameter(call, name));
    if (!message) throw notFound(new URL(call.url).pathname);
    return { conversation, message };
  };

  return {
    CreateConversationMessage: (call) => {
      const { form } = call;
      if (!form.has('Body') && !form.has('MediaSid') && !form.has('ContentSid')) {
        throw new TwilioApiError(400, 50430, 'Message body, media or content must be specified');
      }
      const message = actions.addMessage(
        conversationOf(call, store),
        {
          author: form.text('Author'),
          body: form.text('Body'),
          attributes: form.text('Attributes'),
          contentSid: form.text('ContentSid'),
        },
        originOf(call),
      );
      return { status: 201, body: message };
    },
    FetchConversationMessage: (call) => ({ body: messageOf(call).message }),
    ListConversationMessage: (call) => {
      const { messages } = conversationOf(call, store);
      return toPage(
        call,
        'messages',
        call.query.text('Order') === 'desc' ? [...messages].reverse() : messages,
      );
    },
    UpdateConversationMessage: (call) => {
      const { conversation, message } = messageOf(call);
      const { form } = call;
      const changes = {
        body: form.text('Body'),
        author: form.text('Author'),
        attributes: form.text('Attributes'),
      };
      actions.updateMessage(conversation, message, changes, originOf(call));
      return { body: message };
    },
    DeleteConversationMessage: (call) => {
      const { conversation, message } = messageOf(call);
      actions.removeMessage(conversation, message, originOf(call));
      return {};
    },
    ListConversationMessageReceipt: (call) => {
      const { message } = messageOf(call, 'MessageSid');
      return toPage(call, 'delivery_receipts', actions.carrier.receiptsOf(message.sid));
    },
    FetchConversationMessageReceipt: (call) => {
      const { message } = messageOf(call, 'MessageSid');
      const found = actions.carrier.receiptsOf(message.sid).find(({ sid }) => sid === call.path.Sid);
      if (!found) throw notFound(new URL(call.url).pathname);
      return { body: found };
    },
  };
}
