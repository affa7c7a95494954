import { clickToChat } from '../core/outreach/click-to-chat';
import { clickToEmail } from '../core/outreach/click-to-email';
import { clickToSms } from '../core/outreach/click-to-sms';
import { clickToWhatsapp } from '../core/outreach/click-to-whatsapp';
import { agentOperation } from './agent-operation';
import { reachedSchema } from './answers';
import type { DocumentedAnswer, Operation } from './operation';

const ONCE =
  'Send a `requestId`: the same one again within a day is the same request, so a retry makes no second Interaction. Without one, the same content to the same destination within a minute is the same request.';

const reached: DocumentedAnswer = {
  status: 201,
  description: 'The Interaction was begun, or had been by the same request.',
  body: reachedSchema,
};

/** The URLs by which agents reach out. */
export const OUTREACH_OPERATIONS: readonly Operation[] = [
  agentOperation(clickToSms, {
    summary: 'Begin a Conversation by SMS',
    description: `The calling agent gets the task. ${ONCE}`,
    answers: [reached],
    errors: [
      'destination_not_allowed',
      'sender_not_allowed',
      'destination_opted_out',
      'conversation_already_open',
      'agent_not_available',
      'request_id_reused',
      'rate_limited',
    ],
  }),
  agentOperation(clickToWhatsapp, {
    summary: 'Begin a Conversation by WhatsApp',
    description: `With a template, for free text fails more than 24 hours after the customer's last message. ${ONCE}`,
    answers: [reached],
    errors: [
      'destination_not_allowed',
      'sender_not_allowed',
      'destination_opted_out',
      'conversation_already_open',
      'agent_not_available',
      'request_id_reused',
      'rate_limited',
    ],
  }),
  agentOperation(clickToEmail, {
    summary: 'Begin a Conversation by email',
    description: `A customer may have several threads at once. ${ONCE}`,
    answers: [reached],
    errors: ['sender_not_allowed', 'agent_not_available', 'request_id_reused', 'rate_limited'],
  }),
  agentOperation(clickToChat, {
    summary: 'Begin a Conversation by chat',
    description: `With somebody who is logged in to your own chat. ${ONCE}`,
    answers: [reached],
    errors: ['conversation_already_open', 'agent_not_available', 'request_id_reused', 'rate_limited'],
  }),
];
