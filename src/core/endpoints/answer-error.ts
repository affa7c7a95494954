import { ConfigurationError } from '../settings';
import { TwilioRequestError } from '../twilio/request-error';
import type { ApiErrorCode } from './api-error';
import { API_ERRORS, ApiError } from './api-error';
import type { Result } from './endpoint';
import { InputError } from './input-error';

/** The one shape of every answer that is not a success. */
interface ErrorBody {
  readonly code: ApiErrorCode;
  readonly message: string;
  readonly details?: object;
  readonly requestId: string;
}

/**
 * Turns whatever an invocation failed with into an answer. Expected errors say what to do; of all others nothing
 * leaks: the answer is constant and the log holds the error's class and place, never its message.
 */
export function answerError(error: unknown, requestId: string): Result {
  if (error instanceof ApiError) {
    const { code, message, details } = error;
    return refuse({ code, message, ...(details ? { details } : {}), requestId });
  }
  if (error instanceof InputError) {
    return refuse(
      {
        code: 'invalid_request',
        message:
          'Some fields are missing or wrong; details.fields names each. Correct them and send it again.',
        details: { fields: error.fields },
        requestId,
      },
      { reason: error.parameters.join(' ') },
    );
  }
  if (error instanceof TwilioRequestError && error.isPassing) {
    const { kind, operation, code } = error;
    return refuse(
      {
        code: 'upstream_unavailable',
        message:
          'It could not be done in time: Twilio did not answer, or somebody else is at the same thing. Nothing is lost; send it again.',
        requestId,
      },
      { reason: kind, operation, code },
    );
  }
  return refuse(
    {
      code: 'internal_error',
      message: 'Something is wrong on our side. The log has the details under this requestId.',
      requestId,
    },
    { alert: true, ...describe(error) },
  );
}

function refuse(body: ErrorBody, facts: object = {}): Result {
  return { answer: { status: API_ERRORS[body.code], body }, facts: { ...facts, outcome: body.code } };
}

function describe(error: unknown): object {
  if (error instanceof ConfigurationError) return { error: error.name, setting: error.setting };
  if (error instanceof TwilioRequestError) {
    return { error: error.name, operation: error.operation, code: error.code ?? error.status };
  }
  if (!(error instanceof Error)) return { error: typeof error };
  return { error: error.name, code: 'code' in error ? error.code : undefined, where: firstFrame(error) };
}

/** File and line of the topmost frame, without the folders of the machine. */
function firstFrame({ stack = '' }: Error): string | undefined {
  return /\n\s+at [^\n]*?([\w.-]+:\d+:\d+)\)?(?:\n|$)/.exec(stack)?.[1];
}
