import { Customer } from '../../simulator/people/customer';
import type { DeploymentOptions } from '../support/deployment';
import { BUSINESS_NUMBER, CUSTOMER_NUMBER, Deployment } from '../support/deployment';

export const SWEEP = '/backend/sweep';
export const SINCE = '2026-01-05';

/** A deployment that no event reaches. */
export function deaf(options: DeploymentOptions = {}): Deployment {
  const deployment = new Deployment({ ...options, settings: { SWEEP_SINCE: SINCE, ...options.settings } });
  deployment.twilio.world.deliveries.weather = { copies: () => [] };
  return deployment;
}

export async function write(
  deployment: Deployment,
  body = 'Hello',
  from = CUSTOMER_NUMBER,
  to = BUSINESS_NUMBER,
) {
  const received = await new Customer(deployment.twilio, from).write(to, body);
  if (!received) throw new Error('nobody took the message');
  return received.conversation;
}

/** Sweeps through all pages and adds the answers up. */
export async function sweepAll(deployment: Deployment, apply = true) {
  const sum = { checked: 0, suspects: 0, repaired: 0, failed: 0, pages: 0, reasons: [] as unknown[] };
  let cursor: unknown;
  do {
    const { status, body } = await deployment.callBackend(SWEEP, {
      apply: String(apply),
      requestId: '',
      ...(cursor ? { cursor } : {}),
    });
    expect(status).toBe(200);
    for (const name of ['checked', 'suspects', 'repaired', 'failed'] as const)
      sum[name] += Number(body[name]);
    sum.reasons.push(...(body.conversations as { reason: string }[]).map(({ reason }) => reason));
    sum.pages += 1;
    cursor = body.cursor;
  } while (cursor);
  return sum;
}

/** Changes a record as if another invocation had. */
export function setRecord(deployment: Deployment, conversationSid: string, data: object): void {
  const document = deployment.twilio.sync
    .findService('default')
    ?.byName.get(`interaction-${conversationSid}`);
  if (!document) throw new Error('no record');
  document.data = { ...(document.data as object), ...data };
}

/** A customer has written, and their one event was delivered. */
export async function routedByHand(deployment: Deployment) {
  const conversation = await write(deployment);
  await deployment.settle(0);
  const event = deployment.deliveries.findLast(({ title }) => title === 'onMessageAdded')?.detail.parameters;
  await deployment.call('/webhooks/conversations', event as object);
  await deployment.settle();
  return conversation;
}

/** Sweeps one page, repairing what it finds: why each is a suspect, and what came of it. */
export async function found(deployment: Deployment) {
  const { body } = await deployment.callBackend(SWEEP, { apply: 'true' });
  const conversations = body.conversations as { reason: string; outcome?: string }[];
  return conversations.map(({ reason, outcome }) => [reason, outcome]);
}

/** All tasks end without an agent. */
export function cancelTasks({ twilio: { workspace, router } }: Deployment): void {
  for (const task of workspace.tasks.values()) router.cancelTask(workspace, task, null);
}
