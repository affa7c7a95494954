import type { Twilio } from 'twilio';
import { write } from './apply';
import { BeforeStates } from './before-states';
import type { Resource, State } from './resource';
import { toComparable } from './resource';
import { SYNC_SERVICE_ID } from './resources/sync-service';

/** What became of one thing that setup had changed. */
export interface Restored {
  readonly resource: Resource;
  readonly outcome: 'restored' | 'as before' | 'left' | 'failed';
  /** Why it failed. */
  readonly problem?: string;
  readonly now: State;
  readonly before: State;
}

interface RemoveOptions {
  readonly client: Twilio;
  /** The service that keeps how things were. */
  readonly syncServiceSid: string;
  /** Whether what somebody changed since is restored too. */
  readonly force: boolean;
  /** Everything that setup may have changed, by id. */
  readonly resourceOf: (id: string) => Resource | undefined;
  readonly onDone: (restored: Restored) => void;
}

/**
 * Restores everything that setup has changed, the last change first. What somebody changed since is left alone, and
 * then so is the Sync service, which knows how it was.
 *
 * @returns how many things in the account are not as they were
 */
export async function removeSetup(options: RemoveOptions): Promise<number> {
  const { client, syncServiceSid, resourceOf, onDone } = options;
  const states = await BeforeStates.open(client, syncServiceSid);
  let left = 0;
  for (const id of states.ids.reverse()) {
    const resource = resourceOf(id);
    if (!resource || (id === SYNC_SERVICE_ID && left > 0)) continue;
    const restored = await restore(resource, states, options.force);
    if (restored.outcome === 'failed') left += 1;
    else if (restored.outcome === 'left') left += resource.isFile ? 0 : 1;
    // Without its service there is nothing left to forget.
    else if (id !== SYNC_SERVICE_ID || restored.before !== null) await states.forget(id);
    onDone(restored);
  }
  return left;
}

async function restore(resource: Resource, states: BeforeStates, force: boolean): Promise<Restored> {
  const now = await resource.read();
  const recalled = await states.recall(resource.id, now);
  const before = recalled ? recalled.before : now;
  if (toComparable(now) === toComparable(before)) return { resource, outcome: 'as before', now, before };
  const mayRestore = force || recalled?.isAsMade === true || resource.isOurs?.(now) === true;
  if (!mayRestore) return { resource, outcome: 'left', now, before };
  try {
    await write(resource, now, before);
    return { resource, outcome: 'restored', now, before };
  } catch (error) {
    // The others are restored all the same.
    const problem = error instanceof Error ? error.message : 'it failed';
    return { resource, outcome: 'failed', now, before, problem };
  }
}
