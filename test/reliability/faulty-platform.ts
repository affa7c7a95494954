import { ConnectionError } from '../../simulator/rest-api';
import type { Platform } from '../../src/core/platform';
import type { Transport } from '../../src/core/twilio/transport';
import { operationOf } from './operation-of';

/** What befalls one REST call of an invocation. */
export const FAULTS = [
  '429 once',
  '429 for ever',
  '500',
  '503',
  'HTML 502',
  'connection refused',
  'reset before the effect',
  'reset after the effect',
  '500 after the effect',
  'no answer',
  'no answer, but done',
  'slow, done at once',
  'slow, done late',
  'killed before the call',
  'killed after the call',
] as const;

export type Fault = (typeof FAULTS)[number];

/** Longer than any deadline, shorter than a lease. */
const SLOW_MS = 6_000;

/** What befalls which REST call of an invocation, counted from 0. */
export interface Strike {
  readonly fault: Fault;
  readonly at: number;
}

interface FaultyInvocation {
  readonly platform: Platform;
  /** The REST calls that were made, as `METHOD operation`, in order. */
  readonly calls: string[];
  /** It has come to the call, and to the fault. */
  readonly isStruck: () => boolean;
  /** The process is gone: it will never answer. */
  readonly isKilled: () => boolean;
}

/**
 * A platform for one invocation, whose n-th REST call something befalls.
 *
 * @param platform a fresh one
 * @param strike nothing happens if absent
 */
export function faultyInvocation(platform: Platform, strike?: Strike): FaultyInvocation {
  const calls: string[] = [];
  let killed = false;
  let struck: string | undefined;
  const sleep = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      platform.clock.schedule(ms, resolve);
    });
  const transport: Transport = async (request, signal) => {
    if (killed) return never();
    const name = operationOf(request.method, request.host, request.path);
    const index = calls.push(name) - 1;
    const send = () => platform.transport(request, signal);
    const strikes = index === strike?.at || (strike?.fault === '429 for ever' && name === struck);
    if (strike === undefined || !strikes) return send();
    struck = name;
    switch (strike.fault) {
      case '429 once':
      case '429 for ever':
        return answer(429, '{"code":20429}');
      case '500':
        return answer(500, '{"code":20500}');
      case '503':
        return answer(503, '{"code":20503}');
      case 'HTML 502':
        return answer(502, '<html>Bad Gateway</html>');
      case 'connection refused':
        throw new ConnectionError('ECONNREFUSED');
      case 'reset before the effect':
        throw new ConnectionError('ECONNRESET');
      case 'reset after the effect':
        await send();
        throw new ConnectionError('ECONNRESET');
      case '500 after the effect':
        await send();
        return answer(500, '{"code":20500}');
      case 'no answer':
        return never();
      case 'no answer, but done':
        await send();
        return never();
      case 'slow, done at once': {
        const response = await send();
        await sleep(SLOW_MS);
        return response;
      }
      case 'slow, done late':
        await sleep(SLOW_MS);
        return send();
      case 'killed before the call':
        killed = true;
        return never();
      case 'killed after the call':
        await send();
        killed = true;
        return never();
    }
  };
  return {
    calls,
    isStruck: () => struck !== undefined,
    isKilled: () => killed,
    platform: {
      ...platform,
      transport,
      // Nothing of a process that is gone goes on: no timer, no log, no answer.
      clock: {
        now: () => platform.clock.now(),
        schedule: (delayMs, run) =>
          platform.clock.schedule(delayMs, () => {
            if (!killed) run();
          }),
      },
      writeLog: (line) => {
        if (!killed) platform.writeLog(line);
      },
    },
  };
}

function answer(status: number, body: string) {
  return { status, headers: {}, body };
}

function never(): Promise<never> {
  return new Promise(() => undefined);
}
