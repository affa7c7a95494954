import { BUSINESS_NUMBER } from '../../support/deployment';
import type { Canceled } from './orphaned-customer';
import { canceled, changeRecord, failSetUp, said, tapped, TASKROUTER } from './orphaned-customer';

const TELLS = {
  table: {
    addresses: { [BUSINESS_NUMBER]: { inbound: true, orphan: { policy: 'message', message: 'Sorry' } } },
  },
};
const OF_RECORD = /POST sync.*interaction-/;
const INVITE = /POST flex-api.*Invites$/;

interface Way {
  readonly outcome: string;
  readonly world: () => Promise<Canceled>;
  readonly changes?: object;
  /** The REST call by which it is done. */
  readonly deed: RegExp;
  readonly record: object;
  readonly tasks: number;
  readonly messages: readonly string[];
}

const DONE = { state: 'routed', attempt: 1, waitedSeconds: 30 };

const WAYS: Readonly<Record<string, Way>> = {
  'is rerouted': {
    outcome: 'rerouted',
    world: canceled,
    deed: INVITE,
    record: { ...DONE, reroutes: 1 },
    tasks: 1,
    messages: [],
  },
  'is given to the agent who had it for a day': {
    outcome: 'reinvited',
    world: canceled,
    changes: { EventType: 'task.system-deleted', WorkerSid: `WK${'1'.repeat(32)}` },
    deed: INVITE,
    record: DONE,
    tasks: 1,
    messages: [],
  },
  'gets a new Interaction': {
    outcome: 'routed',
    world: async () => {
      const world = await canceled();
      failSetUp(world);
      changeRecord(world, { reroutes: 1, waitedSeconds: 30 });
      return world;
    },
    deed: /POST flex-api\/v1\/Interactions$/,
    record: { ...DONE, attempt: 2, reroutes: 1 },
    tasks: 1,
    messages: [],
  },
  'is told and closed': {
    outcome: 'closed_by_policy',
    world: () => canceled(TELLS),
    deed: /POST conversations.*Messages$/,
    record: { state: 'resuming', isTold: true, attempt: 1 },
    tasks: 0,
    messages: ['Sorry'],
  },
  'is told and closed after three attempts': {
    outcome: 'closed_by_policy',
    world: async () => {
      const world = await canceled(TELLS);
      failSetUp(world);
      changeRecord(world, { attempt: 3 });
      return world;
    },
    deed: /POST conversations.*Messages$/,
    record: { state: 'resuming', isTold: true, attempt: 3 },
    tasks: 0,
    messages: ['Sorry'],
  },
};

describe.each(Object.entries(WAYS))('a customer whom nobody took %s', (_, way) => {
  const { outcome, changes, record, tasks, messages } = way;

  /** A second event of the same end arrives as the first one makes a call for the first time. */
  async function meet(call: RegExp) {
    const world = await way.world();
    const { deployment, conversationSid } = world;
    const event = { ...world.event, ...changes };
    let second: Promise<unknown> | undefined;
    const platform = tapped(deployment.platform(), call, async (send) => {
      second ??= deployment.call(TASKROUTER, event).then(({ log }) => log);
      await second;
      return send();
    });
    const { log } = await deployment.call(TASKROUTER, event, platform);
    expect(deployment.recordOf(conversationSid)).toMatchObject(record);
    expect(deployment.liveTasks).toHaveLength(tasks);
    expect(said(world)).toEqual(messages);
    return { first: log, second: await second };
  }

  it('once, if a second event comes while the first is at it', async () => {
    const { first, second } = await meet(way.deed);
    expect(first).toMatchObject({ status: 204, outcome });
    expect(second).toMatchObject({ status: 204, outcome: 'in_progress', calls: 1 });
  });

  it('once, if a second event is faster', async () => {
    const { first, second } = await meet(OF_RECORD);
    expect(first).toMatchObject({ level: 'info', status: 204, outcome: 'in_progress' });
    expect(second).toMatchObject({ status: 204, outcome });
  });
});
