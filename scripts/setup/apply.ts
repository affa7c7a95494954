import type { Twilio } from 'twilio';
import { findSyncService } from '../account/sync-service';
import { CommandError } from '../terminal/command-error';
import type { Place } from './before-states';
import { BeforeStates } from './before-states';
import type { PlannedChange } from './plan';
import { isChange, makePlan, planChange } from './plan';
import type { Resource, State } from './resource';
import { toComparable } from './resource';
import { SYNC_SERVICE_ID } from './resources/sync-service';

interface ApplyOptions {
  readonly client: Twilio;
  readonly force: boolean;
  readonly place: Place;
  /** The value of SYNC_SERVICE_SID, as far as it is known before. */
  readonly syncServiceSid: string | undefined;
  /** Hears of every change when it is done. */
  readonly onDone: (change: PlannedChange) => void;
}

/**
 * Makes everything as it should be, one thing after the other. Of each it keeps first how it was, and looks at the
 * end whether it is as it should be.
 *
 * @returns how many things were changed
 * @throws CommandError if something of others is in the way, before anything is changed, or if something does not
 *   become what it should; what was changed before stays, and can be removed
 */
export async function applySetup(resources: readonly Resource[], options: ApplyOptions): Promise<number> {
  const { client, force, onDone } = options;
  const refused = (await makePlan(resources, force)).filter(({ action }) => action === 'refused');
  if (refused.length > 0) throw new CommandError(describeRefusals(refused));
  let states: BeforeStates | undefined;
  let changed = 0;
  for (const resource of resources) {
    const change = await planChange(resource, force);
    // What is kept is kept in the service itself.
    if (resource.id === SYNC_SERVICE_ID && isChange(change)) await write(resource, change.now, change.next);
    states ??= await openStates(options);
    if (!isChange(change)) continue;
    await states.keep(resource.id, change.now, change.next);
    if (resource.id !== SYNC_SERVICE_ID) await write(resource, change.now, change.next);
    changed += 1;
    onDone(change);
  }
  return changed;

  async function openStates({ syncServiceSid, place }: ApplyOptions): Promise<BeforeStates> {
    const service = await findSyncService(client, syncServiceSid);
    if (!service) throw new CommandError(`SYNC_SERVICE_SID names a service that does not exist. Clear it.`);
    const opened = await BeforeStates.open(client, service.sid);
    opened.place = { ...opened.place, ...place };
    return opened;
  }
}

/** Half a setup would leave customers to nobody, so nothing is done at all. */
function describeRefusals(refused: readonly PlannedChange[]): string {
  const lines = refused.map(({ resource, note = 'it' }) => `  ${resource.title}: ${note}`);
  return `Nothing was changed, for somebody else uses what setup needs:\n${lines.join('\n')}\nTake it away there, or displace it with --force; --remove puts it back.`;
}

/** @throws CommandError if it does not become what it should */
export async function write(resource: Resource, now: State, next: State): Promise<void> {
  await resource.write(now, next);
  const after = await resource.read();
  if (toComparable(after) === toComparable(next)) return;
  throw new CommandError(
    `${resource.title} was written, but Twilio shows something else. Look at it in the Console.`,
  );
}
