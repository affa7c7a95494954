import type { Caller } from '../agents/flex-token';
import { ApiError } from '../endpoints/api-error';
import type { ConversationSid, InteractionSid } from '../sid';

/** Which agent is in a Conversation: `nobody` also as long as none has accepted its task. */
type With = 'you' | 'another_agent' | 'nobody';

/** Besides the customer, who came by an address, only agents are in it by their identity. */
export function withWhom(
  identities: readonly (string | undefined)[],
  caller: Pick<Caller, 'identity'> | undefined,
): With {
  if (caller && identities.includes(caller.identity)) return 'you';
  return identities.some((one) => one !== undefined) ? 'another_agent' : 'nobody';
}

/** The refusal to write to a customer who is in an open Conversation. */
export function alreadyOpen(
  conversationSid: ConversationSid,
  whom: With,
  interactionSid?: InteractionSid,
): ApiError {
  return new ApiError(
    'conversation_already_open',
    {
      you: 'You are in a Conversation with this customer already. Write there.',
      another_agent: 'Another agent is in a Conversation with this customer already.',
      nobody:
        'No agent is in the open Conversation of this customer. Accept its task if you are offered it; if nobody is, take it or close it.',
    }[whom],
    { conversationSid, interactionSid, with: whom },
  );
}
