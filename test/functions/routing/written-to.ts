import type { StoredInteraction } from '../../../simulator/flex/entities';
import type { StoredTask } from '../../../simulator/taskrouter/workspace';
import type { Strike } from '../../reliability/faulty-platform';
import { faultyInvocation } from '../../reliability/faulty-platform';
import { CONVERSATIONS, lastEvent, ONE_NUMBER, quietDeployment, write } from '../../reliability/scenarios';
import type { Deployment, DeploymentOptions } from '../../support/deployment';
import { settled } from '../../support/settled';

export const LEASE_MS = 10_000;

/** What an event was answered, and how many REST calls that took. */
export interface Answered {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly calls: number;
}

/** A customer who writes, and whose events are delivered by hand. */
export interface Written {
  readonly deployment: Deployment;
  readonly conversationSid: string;
  /** The event of the first message. */
  readonly first: object;
}

/** A customer has written, and nobody was told of it yet. */
export async function customerWrote(options: DeploymentOptions = { wiring: 'address' }): Promise<Written> {
  const deployment = quietDeployment({ latencyMs: 0, ...ONE_NUMBER, ...options });
  const conversationSid = await write(deployment, 'Hello');
  await deployment.settle(0);
  return { deployment, conversationSid, first: eventOf(deployment) };
}

/** The customer writes once more: the event of that message. */
export async function writeAgain({ deployment }: Pick<Written, 'deployment'>): Promise<object> {
  await write(deployment, 'Hello?');
  await deployment.settle(0);
  return eventOf(deployment);
}

function eventOf(deployment: Deployment): object {
  return lastEvent(deployment, 'onMessageAdded', CONVERSATIONS).event;
}

export async function deliver({ deployment }: Pick<Written, 'deployment'>, event: object): Promise<Answered> {
  const { status, body, calls } = await settled(deployment, deployment.call(CONVERSATIONS, event));
  return { status, body, calls };
}

/** Delivers an event to an invocation that dies. */
export async function dies(
  { deployment }: Pick<Written, 'deployment'>,
  event: object,
  strike: Strike,
): Promise<void> {
  const invocation = faultyInvocation(deployment.platform(), strike);
  void deployment.call(CONVERSATIONS, event, invocation.platform);
  await deployment.settle(100);
  if (!invocation.isKilled()) throw new Error('it lives');
}

/** Lets the time pass until the lease of the record is over. */
export async function leaseEnds({ deployment, conversationSid }: Omit<Written, 'first'>): Promise<void> {
  const { leaseUntilMs } = deployment.recordOf(conversationSid) ?? {};
  await deployment.settle(Number(leaseUntilMs) - deployment.clock.now());
}

/** Puts a record into Sync as if an earlier invocation had written it. */
export function putRecord({ deployment, conversationSid }: Written, data: object): void {
  const { sync, clock } = deployment.twilio;
  const service = sync.findService('default');
  if (!service) throw new Error('no Sync service');
  const record = { attempt: 1, writtenBy: 'earlier', writtenAtMs: clock.now(), ...data };
  const name = `interaction-${conversationSid}`;
  const document = service.byName.get(name) ?? sync.createDocument(service, name, {}, 0);
  document.data = record;
}

export function interactionsOf({ deployment }: Pick<Written, 'deployment'>): StoredInteraction[] {
  return [...deployment.twilio.interactions.interactions.values()];
}

export function tasksOf({ deployment }: Pick<Written, 'deployment'>): StoredTask[] {
  return [...deployment.twilio.workspace.tasks.values()];
}

/** The SIDs of the newest Interaction and of its newest task. */
export function newestSids(written: Pick<Written, 'deployment'>) {
  const interaction = interactionsOf(written).at(-1);
  const task = [...(interaction?.tasks ?? [])].at(-1);
  return {
    interactionSid: interaction?.entity.sid,
    channelSid: interaction?.channel.sid,
    taskSid: task?.entity.sid,
  };
}

/** All tasks end without an agent. */
export function cancelTasks({ deployment }: Pick<Written, 'deployment'>): void {
  const { workspace, router } = deployment.twilio;
  for (const task of workspace.tasks.values()) router.cancelTask(workspace, task, null);
}
