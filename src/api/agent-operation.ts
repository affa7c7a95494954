import { agentEndpoint } from '../core/agents/agent-endpoint';
import type { ApiErrorCode } from '../core/endpoints/api-error';
import type { AnyAgentCommand, Operation, OperationText } from './operation';

/** What every URL that agents call may refuse. */
const COMMON_ERRORS: readonly ApiErrorCode[] = [
  'invalid_request',
  'token_missing',
  'token_invalid',
  'not_an_agent',
  'internal_error',
  'upstream_unavailable',
];

/** The operation of a button in Flex. */
export function agentOperation(command: AnyAgentCommand, text: OperationText): Operation {
  return {
    ...text,
    url: command.url,
    caller: 'agent',
    method: 'post',
    input: command.input,
    errors: [...COMMON_ERRORS, ...(text.errors ?? [])],
    makeHandler: (platform) => agentEndpoint(command, platform),
  };
}
