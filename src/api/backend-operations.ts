import { apiInitiatedInteraction } from '../core/api-initiated/api-initiated-interaction';
import type { ApiErrorCode } from '../core/endpoints/api-error';
import { backendEndpoint } from '../core/endpoints/backend-endpoint';
import { healthEndpoint } from '../core/health/health-endpoint';
import { sweepCommand } from '../core/sweep/sweep-command';
import { healthSchema, reachedSchema, sweptSchema } from './answers';
import type { AnyBackendCommand, Operation, OperationText } from './operation';

const COMMON_ERRORS: readonly ApiErrorCode[] = [
  'invalid_request',
  'token_missing',
  'token_invalid',
  'internal_error',
  'upstream_unavailable',
];

function backendOperation(command: AnyBackendCommand, text: OperationText): Operation {
  return {
    ...text,
    url: command.url,
    caller: 'backend',
    method: 'post',
    input: command.input,
    errors: [...COMMON_ERRORS, ...(text.errors ?? [])],
    makeHandler: (platform) => backendEndpoint(command, platform),
  };
}

/** The URLs by which the company's own servers work. */
export const BACKEND_OPERATIONS: readonly Operation[] = [
  backendOperation(apiInitiatedInteraction, {
    summary: 'Begin an Interaction from a server',
    description:
      'From a web form, a CRM or an automation. Its task is inbound, and nothing is sent to the customer. The same `requestId` again within a day is the same request. A Conversation that has an Interaction which is not over is refused, also if nobody serves it.',
    answers: [
      {
        status: 201,
        description: 'The Interaction was begun, or had been by the same request.',
        body: reachedSchema,
      },
    ],
    errors: ['conversation_already_open', 'request_id_reused'],
  }),
  backendOperation(sweepCommand, {
    summary: 'Find customers whom nobody serves',
    description:
      'Looks through one page of open Conversations. Call it again with the `cursor` of the answer until there is none. With `apply` it repairs what it finds, under the same claims as the webhooks.',
    answers: [{ status: 200, description: 'What this page held.', body: sweptSchema }],
  }),
  {
    url: '/backend/health',
    caller: 'backend',
    method: 'get',
    summary: 'Check every setting',
    description: 'Asks Twilio for everything that the settings name. Values are never shown.',
    answers: [
      { status: 200, description: 'Everything is as it should be.', body: healthSchema },
      { status: 503, description: 'Something is wrong; `checks` tells what.', body: healthSchema },
    ],
    errors: ['token_missing', 'token_invalid', 'internal_error'],
    makeHandler: healthEndpoint,
  },
];
