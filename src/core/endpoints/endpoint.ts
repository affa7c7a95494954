import type { ServerlessCallback } from '@twilio-labs/serverless-runtime-types/types';
import type { Budget } from '../deadline';
import { Deadline } from '../deadline';
import { toLogLine } from '../log';
import type { Answer, Platform } from '../platform';
import { functionsPlatform } from '../platform';
import type { Settings } from '../settings';
import { ConfigurationError, readSettings } from '../settings';
import { TwilioGateway } from '../twilio/gateway';
import { answerError } from './answer-error';

/** What an endpoint is given to do its work with. */
export interface Invocation {
  readonly settings: Settings;
  readonly platform: Platform;
  readonly gateway: TwilioGateway;
  readonly invocationId: string;
  /** What the caller calls this request, else the invocation's own ID. */
  readonly requestId: string;
  /** Adds facts to the invocation's log line, whatever becomes of it. */
  note(facts: object): void;
}

/** What an invocation came to: the answer, and what the log may say about it. */
export interface Result {
  readonly answer: Answer;
  readonly facts: object;
}

/** One kind of endpoint: everything between the runtime's call and the use case. */
export interface EndpointKind {
  /** As in the URL, e.g. `/webhooks/conversations`. */
  readonly url: string;
  readonly budget: Budget;
  run(event: unknown, invocation: Invocation): Promise<Result>;
  /** The caller's own ID of this request, if it has one; without it every request has ours. */
  requestIdOf?(event: unknown): string | undefined;
  /** Headers of every answer, errors included. */
  headers?(event: unknown, context: Readonly<Record<string, unknown>>): Readonly<Record<string, string>>;
  /** What to do if a setting is wrong; without it the answer is a 500. */
  runMisconfigured?(event: unknown, context: Readonly<Record<string, unknown>>, requestId: string): Result;
}

/** A handler as the Functions runtime calls it. */
export type Handler = (
  context: Readonly<Record<string, unknown>>,
  event: unknown,
  callback: ServerlessCallback,
) => Promise<void>;

/** How long after its deadline an invocation that is stuck is answered for, in milliseconds. */
const GRACE_MS = 500;

/**
 * The outer layer of every endpoint: settings, one deadline, one answer, one log line, whatever happens within.
 */
export function endpoint(kind: EndpointKind, platform: Platform = functionsPlatform): Handler {
  return async (context, event, callback) => {
    const startedAtMs = platform.clock.now();
    const invocationId = platform.newId();
    let gateway: TwilioGateway | undefined;
    const requestId = kind.requestIdOf?.(event) ?? invocationId;
    const noted = { requestId };
    const work = async (): Promise<Result> => {
      const settings = readSettings(context);
      const deadline = new Deadline(platform.clock, kind.budget);
      const { accountSid, authToken } = settings;
      const { transport, clock } = platform;
      gateway = new TwilioGateway({ accountSid, authToken, transport, clock, deadline });
      return kind.run(event, {
        settings,
        platform,
        gateway,
        invocationId,
        requestId,
        note: (facts) => Object.assign(noted, facts),
      });
    };
    const { answer, facts } = await within(kind.budget.totalMs + GRACE_MS, platform, work).catch(
      (error: unknown) =>
        (error instanceof ConfigurationError
          ? kind.runMisconfigured?.(event, context, requestId)
          : undefined) ?? answerError(error, requestId),
    );
    const now = platform.clock.now();
    platform.writeLog(
      toLogLine(answer.status >= 500 || 'alert' in facts ? 'error' : 'info', noted, facts, {
        at: new Date(now).toISOString(),
        url: kind.url,
        status: answer.status,
        calls: gateway?.callCount ?? 0,
        ms: now - startedAtMs,
      }),
    );
    const headers = { ...kind.headers?.(event, context), ...answer.headers };
    callback(null, platform.toResponse({ ...answer, headers }) as object);
  };
}

/** Rejects if the work is stuck; every call has a deadline of its own, so only a defect can get it here. */
function within(limitMs: number, { clock }: Platform, work: () => Promise<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    const cancel = clock.schedule(limitMs, () => {
      reject(new Error('stuck beyond the deadline'));
    });
    work().then(resolve, reject).finally(cancel);
  });
}
