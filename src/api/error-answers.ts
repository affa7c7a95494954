import * as v from 'valibot';
import type { ApiErrorCode } from '../core/endpoints/api-error';
import { API_ERRORS } from '../core/endpoints/api-error';
import { answeredSid } from './answered-sid';

/** What `details` holds, of the codes that have any. */
const DETAILS: Partial<Record<ApiErrorCode, v.GenericSchema>> = {
  invalid_request: v.object({
    fields: v.pipe(
      v.record(v.string(), v.string()),
      v.description('Each wrong parameter with what is wrong about it; values are never repeated.'),
    ),
  }),
  conversation_already_open: v.object({
    conversationSid: v.optional(answeredSid('CH')),
    interactionSid: v.optional(answeredSid('KD')),
    with: v.pipe(
      v.picklist(['you', 'another_agent', 'nobody']),
      v.description(
        'Which agent is in it: `nobody` also as long as none has accepted its task. If no task of it waits for anybody, any agent may take it or close it.',
      ),
    ),
  }),
  already_invited: v.optional(
    v.object({ taskSid: v.optional(answeredSid('WT')), inviteSid: v.optional(answeredSid('KG')) }),
  ),
  already_in: v.optional(v.object({ workerSid: answeredSid('WK') })),
  rate_limited: v.object({ retryAfterSeconds: v.pipe(v.number(), v.integer(), v.minValue(1)) }),
};

/** What a caller should do about a code. */
const ADVICE: Record<ApiErrorCode, string> = {
  invalid_request: 'Parameters are missing or wrong. Correct them.',
  token_missing: 'Nothing proves who calls.',
  token_invalid: 'The token or key is wrong, or has expired. Get a new one.',
  not_an_agent: 'The token belongs to a Flex user who is no agent.',
  not_your_interaction: 'Other agents serve this Interaction. One of them may invite the caller.',
  destination_not_allowed: 'The number is of a kind or a country that may not be written to.',
  sender_not_allowed: 'The routing table does not let agents write from this address.',
  destination_opted_out: 'The customer has opted out of messages from this sender.',
  interaction_not_found: 'There is no such Interaction, or it is over.',
  conversation_already_open:
    'The customer is in an open Conversation already. `details` tells which, and with whom.',
  agent_not_available: 'The caller is not available in Flex. Nothing was sent.',
  already_invited: 'An Invite to the same target is waiting.',
  already_in: 'The agent is in the Interaction already, or another one is who stands in the way.',
  last_agent: 'Nobody else is with the customer. Park, transfer or close it.',
  request_id_reused: 'The same `requestId` came before, with other parameters.',
  rate_limited: 'Too many messages were sent lately. Wait `details.retryAfterSeconds`.',
  internal_error: 'Something is wrong on our side. The log has the details under the `requestId`.',
  upstream_unavailable:
    'It could not be done in time: Twilio did not answer, or somebody else is at the same thing. Send it again, with the same `requestId`.',
};

/** The answer with one code. */
export interface ErrorAnswer {
  readonly code: ApiErrorCode;
  readonly status: number;
  readonly description: string;
  readonly body: v.GenericSchema;
}

/** The answer with a code of an error. */
export function errorAnswer(code: ApiErrorCode): ErrorAnswer {
  const details = DETAILS[code];
  const entries: v.ObjectEntries = {
    code: v.literal(code),
    message: v.pipe(v.string(), v.description('What happened and what to do.')),
    ...(details ? { details } : {}),
    requestId: v.pipe(v.string(), v.description("The caller's own, else ours: the log has it.")),
  };
  return {
    code,
    status: API_ERRORS[code],
    description: ADVICE[code],
    body: v.object(entries),
  };
}
