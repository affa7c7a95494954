import type { Manager } from '@twilio/flex-ui';

/** Somebody who can be invited: a worker, or whoever takes tasks of a queue. */
export interface Destination {
  readonly sid: string;
  readonly name: string;
}

export interface Destinations {
  readonly workers: readonly Destination[];
  readonly queues: readonly Destination[];
}

/** Finds out who can be invited now. */
export type Directory = () => Promise<Destinations>;

/**
 * The workers who are not offline, without the agent's own, and the queues.
 *
 * @see https://www.twilio.com/docs/sync/live-query
 */
export function directoryOf(manager: Manager): Directory {
  return async () => {
    const [workers, queues] = await Promise.all([
      search(manager, 'tr-worker', 'data.activity_name != "Offline"'),
      search(manager, 'tr-queue', ''),
    ]);
    const ownSid = manager.workerClient?.sid;
    return {
      workers: workers
        .filter(({ worker_sid: sid }) => sid !== ownSid)
        .map((worker) => ({
          sid: String(worker.worker_sid),
          name: `${String(worker.friendly_name)} (${String(worker.activity_name)})`,
        })),
      queues: queues.map((queue) => ({ sid: String(queue.queue_sid), name: String(queue.queue_name) })),
    };
  };
}

async function search(
  { insightsClient }: Manager,
  index: 'tr-worker' | 'tr-queue',
  expression: string,
): Promise<Record<string, unknown>[]> {
  const query = await insightsClient.instantQuery(index);
  await query.search(expression);
  return Object.values(query.getItems()) as Record<string, unknown>[];
}
