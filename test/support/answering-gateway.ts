import { systemClock } from '../../src/core/clock';
import { Deadline, WEBHOOK_BUDGET } from '../../src/core/deadline';
import type { Sid } from '../../src/core/sid';
import { TwilioGateway } from '../../src/core/twilio/gateway';
import type { TransportRequest } from '../../src/core/twilio/transport';

export const sid = <Prefix extends string>(prefix: Prefix, digit = '1') =>
  `${prefix}${digit.repeat(32)}` as Sid<Prefix>;

export const CHANNEL = { interactionSid: sid('KD'), channelSid: sid('UO') };
export const UNKNOWN_FATE = { kind: 'unavailable', didNothing: false };
export const REFUSED = { kind: 'rejected', status: 403 };

/** What a Twilio answers that is away for a moment: what it has done, nobody knows. */
export const AWAY = [503] as const;

type PlainAnswer = readonly [status: number, body?: object | string];

/** A gateway to a Twilio that gives these answers one after the other, and the last one for ever. */
export function answeringInTurn(...answers: readonly [PlainAnswer, ...PlainAnswer[]]) {
  const sent: TransportRequest[] = [];
  let elapsedMs = 0;
  const clock = { ...systemClock, now: () => elapsedMs };
  const gateway = new TwilioGateway({
    accountSid: sid('AC'),
    authToken: 'token',
    clock,
    deadline: new Deadline(clock, WEBHOOK_BUDGET),
    transport: (request) => {
      const [status, body = {}] = answers[Math.min(sent.push(request), answers.length) - 1] ?? answers[0];
      return Promise.resolve({
        status,
        headers: { 'retry-after': '0' },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      });
    },
  });
  /** Only what is kept for writing the record is left of the time. */
  const useUpTime = () => {
    elapsedMs = WEBHOOK_BUDGET.totalMs - WEBHOOK_BUDGET.reserveMs;
  };
  return { gateway, sent, useUpTime };
}

/** A gateway to a Twilio that always gives the same answer. */
export function answering(status: number, body: object | string = {}) {
  return answeringInTurn([status, body]);
}
