import type { CommandResult } from '../endpoints/command';
import { refuseCursor } from '../endpoints/refuse-cursor';
import type { RoutingPorts } from '../routing/routing-ports';
import type { ConversationSid } from '../sid';
import { TwilioRequestError } from '../twilio/request-error';
import { repair } from './repair';
import type { Suspicion } from './suspect';
import { examine } from './suspect';
import type { SweepCursor } from './sweep-cursor';
import { encodeCursor } from './sweep-cursor';

/** Conversations of one page, and how many of them are looked at at once. */
const PAGE_SIZE = 20;
const AT_ONCE = 4;
/** Younger Conversations are left to the webhooks. */
const MIN_AGE_MS = 60_000;
/** What one Conversation may take, in milliseconds; with less left the rest is for the next call. */
const TIME_FOR_ONE_MS = 2_500;

interface Tally {
  checked: number;
  repaired: number;
  failed: number;
  readonly suspects: { conversationSid: ConversationSid; reason: string; outcome?: string }[];
}

/**
 * Looks through a page of open Conversations for customers whom nobody serves and nobody will, and, if asked to,
 * repairs them one by one under the same claims as the webhooks.
 *
 * @param apply report only if false
 * @throws InputError if Twilio does not know the cursor's page
 */
export async function sweep(
  cursor: SweepCursor,
  apply: boolean,
  ports: RoutingPorts,
): Promise<CommandResult> {
  const { sweepSinceMs } = ports.settings;
  const repairs = apply && sweepSinceMs !== undefined;
  const { state, token } = cursor;
  const page = await ports.conversations
    .listByState(state, { size: PAGE_SIZE, sinceMs: sweepSinceMs, token })
    .catch((error: unknown) => {
      if (token !== undefined) refuseCursor(error);
      throw error;
    });
  const tally: Tally = { checked: 0, repaired: 0, failed: 0, suspects: [] };
  const queue = page.conversations.slice(cursor.skip);
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < queue.length && ports.gateway.remainingMs > TIME_FOR_ONE_MS) {
      const conversation = queue[next++];
      if (conversation) await sweepOne(conversation, repairs, tally, ports);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  const following = nextCursor(cursor, next, queue.length, page.nextToken);
  const { checked, repaired, failed, suspects } = tally;
  return {
    body: {
      checked,
      suspects: suspects.length,
      repaired,
      failed,
      cursor: following && encodeCursor(following),
      applied: repairs,
      conversations: suspects,
    },
    facts: {
      outcome: 'swept',
      checked,
      suspects: suspects.length,
      repaired,
      failed,
      ...(failed > 0 ? { alert: true } : {}),
    },
  };
}

async function sweepOne(
  {
    conversationSid,
    createdAtMs,
  }: { readonly conversationSid: ConversationSid; readonly createdAtMs: number },
  repairs: boolean,
  tally: Tally,
  ports: RoutingPorts,
): Promise<void> {
  const { sweepSinceMs = 0 } = ports.settings;
  // The list is filtered by day only.
  if (createdAtMs < sweepSinceMs || ports.clock.now() - createdAtMs < MIN_AGE_MS) return;
  tally.checked += 1;
  try {
    const suspicion = await examine(conversationSid, ports);
    if (!suspicion) return;
    const entry: Tally['suspects'][number] = { conversationSid, reason: suspicion.reason };
    tally.suspects.push(entry);
    if (!repairs) return;
    entry.outcome = await repairSafely(suspicion, ports);
    if (entry.outcome === 'failed' || entry.outcome === 'unavailable') tally.failed += 1;
    else if (entry.outcome !== 'ignored' && entry.outcome !== 'in_progress') tally.repaired += 1;
  } catch (error) {
    if (!(error instanceof TwilioRequestError)) throw error;
    tally.failed += 1;
    tally.suspects.push({ conversationSid, reason: 'unreadable' });
  }
}

async function repairSafely(suspicion: Suspicion, ports: RoutingPorts): Promise<string> {
  try {
    return (await repair(suspicion, ports)).outcome;
  } catch (error) {
    if (!(error instanceof TwilioRequestError)) throw error;
    return error.isPassing ? 'unavailable' : 'failed';
  }
}

/** First all active Conversations, then the inactive ones; `undefined` after the last. */
function nextCursor(
  cursor: SweepCursor,
  done: number,
  size: number,
  nextToken: string | undefined,
): SweepCursor | undefined {
  if (done < size) return { ...cursor, skip: cursor.skip + done };
  if (nextToken !== undefined) return { state: cursor.state, token: nextToken, skip: 0 };
  return cursor.state === 'active' ? { state: 'inactive', skip: 0 } : undefined;
}
