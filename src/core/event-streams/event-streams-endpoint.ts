import { WEBHOOK_BUDGET } from '../deadline';
import { ApiError } from '../endpoints/api-error';
import type { Handler, Invocation, Result } from '../endpoints/endpoint';
import { endpoint } from '../endpoints/endpoint';
import { isSameSecret, readBasicPassword, readHeader } from '../endpoints/secrets';
import { toLogLine } from '../log';
import type { Platform } from '../platform';
import { readCloudEvents } from './cloud-event';
import { EVENT_STREAMS_URL } from './event-streams-url';
import type { CloudEventOutcome } from './run-cloud-events';
import { runCloudEvents } from './run-cloud-events';
import { checkUrlSignature } from './url-signature';

/**
 * The endpoint of Event Streams, which repeats whatever is answered with a 5xx for four hours and throws away what is
 * answered with a 4xx. So what is not finished is a 503, what will never work a 200 with an alert in the log, and
 * nothing that is authentic a 4xx.
 *
 * The file of this Function is public: Twilio signs JSON over a body that a Function never sees, so the password in
 * the sink's URL is the proof.
 *
 * @see https://www.twilio.com/docs/events/event-delivery-and-duplication
 */
export function eventStreamsEndpoint(platform?: Platform): Handler {
  return endpoint({ url: EVENT_STREAMS_URL, budget: WEBHOOK_BUDGET, run: receive }, platform);
}

async function receive(event: unknown, invocation: Invocation): Promise<Result> {
  const { eventStreamsPassword, authToken, domainName } = invocation.settings;
  if (!isSameSecret(readBasicPassword(event), eventStreamsPassword)) {
    const code = readHeader(event, 'authorization') === undefined ? 'token_missing' : 'token_invalid';
    throw new ApiError(code, 'The password of the sink is required, as Basic authentication.');
  }
  invocation.note({ signature: await checkUrlSignature(event, domainName, authToken) });
  const events = readCloudEvents(event);
  // The runtime drops a body whose content type it does not know.
  if (events.length === 0) return answer(500, 'no_body', { alert: true, events: 0 });
  const outcomes = await runCloudEvents(events, invocation);
  for (const outcome of outcomes) logEvent(outcome, invocation);
  const unfinished = outcomes.filter(isUnfinished).length;
  const facts = { events: events.length, unfinished };
  return unfinished > 0 ? answer(503, 'unfinished', facts) : answer(200, 'done', facts);
}

function isUnfinished(outcome: CloudEventOutcome): boolean {
  if (outcome.outcome === 'unfinished' || outcome.outcome === 'in_progress') return true;
  return 'recorded' in outcome && outcome.recorded === false;
}

/** A delivery may carry many events; each that did something has a line of its own. */
function logEvent(outcome: CloudEventOutcome, { platform, invocationId }: Invocation): void {
  if (outcome.outcome === 'ignored') return;
  const at = new Date(platform.clock.now()).toISOString();
  const level = 'alert' in outcome ? 'error' : 'info';
  platform.writeLog(toLogLine(level, { ...outcome, at, url: EVENT_STREAMS_URL, requestId: invocationId }));
}

function answer(status: number, outcome: string, facts: object): Result {
  return { answer: { status, body: { outcome, ...facts } }, facts: { outcome, ...facts } };
}
