import { routeEvent } from '../conversations/conversations-webhook';
import type { Invocation } from '../endpoints/endpoint';
import { InputError } from '../endpoints/input-error';
import { openTeam } from '../handle/open-team';
import type { TeamPorts } from '../handle/team-ports';
import { ignored } from '../routing/ignored';
import type { TaskEventOutcome } from '../task-events/taskrouter-webhook';
import { runTaskEvent } from '../task-events/taskrouter-webhook';
import { TwilioRequestError } from '../twilio/request-error';
import type { CloudEvent } from './cloud-event';
import type { TranslatedEvent } from './translate';
import { translate } from './translate';

/** What became of one event of a delivery. */
export type CloudEventOutcome =
  | (TaskEventOutcome & {
      readonly event?: string;
      readonly conversationSid?: string;
      /** The call that was refused, where the record could not say so. */
      readonly operation?: string;
    })
  | { readonly outcome: 'unfinished'; readonly event?: string; readonly conversationSid?: string }
  | { readonly outcome: 'poison'; readonly reason: string; readonly alert: true };

/** Our own credentials are refused, which is for an operator to mend: until then every event would be given up. */

/**
 * Runs the events of one delivery through the use cases of the other webhooks: those of one Conversation one after
 * the other in the order in which they happened, those of several at once.
 *
 * @throws when all are run, what one of them failed with other than a refusal or a passing failure of Twilio
 */
export async function runCloudEvents(
  events: readonly (CloudEvent | 'malformed')[],
  invocation: Invocation,
): Promise<CloudEventOutcome[]> {
  const ports = openTeam(invocation);
  const readable = events.filter((event) => event !== 'malformed');
  const outcomes: CloudEventOutcome[] = events
    .filter((event) => event === 'malformed')
    .map((reason) => ({ outcome: 'poison', reason, alert: true }));
  const byConversation = new Map<string, TranslatedEvent[]>();
  for (const event of readable.sort(inOrder)) {
    const translated = translateSafely(event, invocation.settings.accountSid);
    if ('outcome' in translated) {
      outcomes.push(translated);
      continue;
    }
    const { conversationSid } = translated.event;
    byConversation.set(conversationSid, [...(byConversation.get(conversationSid) ?? []), translated]);
  }
  const groups = [...byConversation.values()].map(async (group) => {
    const results: CloudEventOutcome[] = [];
    for (const translated of group) results.push(await run(translated, ports));
    return results;
  });
  // Who is answered for before all are done is cut off in the middle.
  await Promise.allSettled(groups);
  return [...outcomes, ...(await Promise.all(groups)).flat()];
}

async function run({ kind, event }: TranslatedEvent, ports: TeamPorts): Promise<CloudEventOutcome> {
  const about = { event: event.type, conversationSid: event.conversationSid };
  try {
    const outcome = kind === 'task' ? await runTaskEvent(event, ports) : await routeEvent(event, ports);
    return { ...about, ...outcome };
  } catch (error) {
    if (!(error instanceof TwilioRequestError) || error.isUnauthorized) throw error;
    if (error.isPassing) return { ...about, outcome: 'unfinished' };
    const { operation, code = error.status ?? error.kind } = error;
    return { ...about, outcome: 'failed', code, operation, alert: true };
  }
}

/** Events without a time come first, as they came. */
function inOrder(a: CloudEvent, b: CloudEvent): number {
  return (a.happenedAtMs ?? 0) - (b.happenedAtMs ?? 0);
}

function translateSafely(
  event: CloudEvent,
  accountSid: string,
): TranslatedEvent | Exclude<CloudEventOutcome, { outcome: 'unfinished' }> {
  try {
    return translate(event, accountSid) ?? ignored('uninteresting');
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { outcome: 'poison', reason: error.parameters.join(' '), alert: true };
  }
}
