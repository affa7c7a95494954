import type * as v from 'valibot';
import { LONG_BUDGET } from '../deadline';
import { ApiError } from '../endpoints/api-error';
import type { CommandResult } from '../endpoints/command';
import { callersRequestId, runCommand } from '../endpoints/command';
import { corsHeaders } from '../endpoints/cors';
import type { Handler, Invocation } from '../endpoints/endpoint';
import { endpoint } from '../endpoints/endpoint';
import { ownProperties } from '../endpoints/own-properties';
import { readAuthorization, readHeader } from '../endpoints/secrets';
import type { Platform } from '../platform';
import { readAllowedOrigins } from '../settings';
import type { Caller } from './flex-token';
import { identifyCaller } from './flex-token';

/** What an agent may ask for, by a button in Flex. */
export interface AgentCommand<Schema extends v.GenericSchema> {
  readonly url: string;
  readonly input: Schema;
  run(input: v.InferOutput<Schema>, caller: Caller, invocation: Invocation): Promise<CommandResult>;
}

/**
 * The endpoint kind of Flex plugin buttons: the caller is whom their Flex token belongs to, never a parameter.
 *
 * A browser sends the token in the form, for the platform's answer to a preflight does not admit `Authorization`; a
 * server may send it as a bearer token.
 *
 * @see https://www.twilio.com/docs/flex/developer/plugins/call-functions
 */
export function agentEndpoint<Schema extends v.GenericSchema>(
  command: AgentCommand<Schema>,
  platform?: Platform,
): Handler {
  return endpoint(
    {
      url: command.url,
      budget: LONG_BUDGET,
      requestIdOf: callersRequestId,
      headers: (event, context) => corsHeaders(readHeader(event, 'origin'), readAllowedOrigins(context)),
      run: (event, invocation) =>
        runCommand(event, command.input, async (readInput) => {
          const token = readToken(event);
          const { settings, gateway } = invocation;
          const caller = await identifyCaller(token, settings.accountSid, gateway);
          invocation.note({ workerSid: caller.workerSid });
          return command.run(readInput(), caller, invocation);
        }),
    },
    platform,
  );
}

function readToken(event: unknown): string {
  const { Token: inForm } = ownProperties(event);
  // A form sends a field that was left out as an empty one.
  const token = inForm === '' || inForm === undefined ? readAuthorization(event, 'Bearer') : inForm;
  if (typeof token !== 'string') {
    throw new ApiError('token_missing', 'Send the Flex token as `Token` in the form, or as a bearer token.');
  }
  return token;
}
