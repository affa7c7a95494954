import type * as v from 'valibot';
import { LONG_BUDGET } from '../deadline';
import type { Platform } from '../platform';
import { findKeyError } from './backend-key';
import type { CommandResult } from './command';
import { callersRequestId, runCommand } from './command';
import type { Handler, Invocation } from './endpoint';
import { endpoint } from './endpoint';

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
          const refusal = findKeyError(event, invocation.settings.backendApiKey);
          if (refusal) throw refusal;
          return command.run(input(), invocation);
        }),
    },
    platform,
  );
}
