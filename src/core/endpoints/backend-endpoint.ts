import type * as v from 'valibot';
import { LONG_BUDGET } from '../deadline';
import type { Platform } from '../platform';
import { ApiError } from './api-error';
import type { CommandResult } from './command';
import { callersRequestId, runCommand } from './command';
import type { Handler, Invocation } from './endpoint';
import { endpoint } from './endpoint';
import { isSameSecret, readAuthorization } from './secrets';

/** What one of the company's own servers may ask for. */
export interface BackendCommand<Schema extends v.GenericSchema> {
  readonly url: string;
  readonly input: Schema;
  run(input: v.InferOutput<Schema>, invocation: Invocation): Promise<CommandResult>;
}

/** The endpoint kind for the company's own servers, which authenticate with `BACKEND_API_KEY`. */
export function backendEndpoint<Schema extends v.GenericSchema>(
  command: BackendCommand<Schema>,
  platform?: Platform,
): Handler {
  return endpoint(
    {
      url: command.url,
      budget: LONG_BUDGET,
      requestIdOf: callersRequestId,
      run: (event, invocation) =>
        runCommand(event, command.input, async (input) => {
          const key = readAuthorization(event, 'Bearer');
          if (key === undefined)
            throw new ApiError('token_missing', 'Send the key as `Authorization: Bearer`.');
          if (!isSameSecret(key, invocation.settings.backendApiKey)) {
            throw new ApiError('token_invalid', 'This key is not the one that is set as BACKEND_API_KEY.');
          }
          return command.run(input(), invocation);
        }),
    },
    platform,
  );
}
