import type { Agent } from '../../simulator/people/agent';
import { BUSINESS_NUMBER } from '../support/deployment';
import type { Team } from '../support/team';
import { liveTasks, teamWithCustomer } from '../support/team';
import type { Delivery, PreparedScenario, Scenario } from './fault-matrix';
import { CONVERSATIONS, lastEvent } from './scenarios';

const TASKROUTER = '/webhooks/taskrouter';
/** REST calls take a while, so that concurrent invocations interleave. */
const LATENCY_MS = 20;
/** Whoever asks again may be told that it is done, or not theirs any more. */
const STATUSES = [200, 201, 403, 404, 409, 503];

/** From now on webhooks are caught, and delivered by the test. */
function hush({ deployment }: Team): void {
  deployment.twilio.world.deliveries.weather = { copies: () => [] };
  deployment.twilio.latencyMs = LATENCY_MS;
}

function request({ token }: Agent, url: string, parameters: object): Delivery {
  return { url, event: { Token: token, ...parameters }, statuses: STATUSES };
}

/**
 * An agent, an Invite or a parked record is there for the customer, at any moment; what is being resumed is not so for
 * ever; nobody is invited twice.
 *
 * @param most tasks there may be at once
 */
function neverAlone(team: Team, most: number): PreparedScenario['problem'] {
  const { deployment, conversationSid } = team;
  return (inTheEnd) => {
    const live = liveTasks(team).length;
    if (live > most) return `${live} live tasks`;
    if (live > 0) return undefined;
    if (deployment.twilio.conversations.find(conversationSid)?.entity.state === 'closed') return undefined;
    const state = String(deployment.recordOf(conversationSid)?.state);
    const good = inTheEnd ? ['parked'] : ['parked', 'resuming', 'claimed', 'closed'];
    return good.includes(state) ? undefined : `nobody is there, and the record is ${state}`;
  };
}

/** The customer writes, and Twilio tells of it. */
function nextMessage(team: Team): () => Promise<Delivery> {
  return async () => {
    const written = team.customer.write(BUSINESS_NUMBER, 'Hello again');
    await team.deployment.settle(100);
    await written;
    return lastEvent(team.deployment, 'onMessageAdded', CONVERSATIONS);
  };
}

function asked(
  name: string,
  most: number,
  deliveryOf: (team: Team) => Delivery | Promise<Delivery>,
  prepare: (team: Team) => Promise<void> = () => Promise.resolve(),
): Scenario {
  return {
    name,
    prepare: async () => {
      const team = await teamWithCustomer();
      await prepare(team);
      hush(team);
      const delivery = await deliveryOf(team);
      const { deployment } = team;
      return { deployment, delivery, next: nextMessage(team), problem: neverAlone(team, most) };
    },
  };
}

/** Whoever closes wants nobody to be there; while Twilio is at it, its tasks end before its Conversation does. */
function closing(name: string, deliveryOf: (team: Team) => Delivery): Scenario {
  const scenario = asked(name, 1, deliveryOf);
  return {
    name,
    prepare: async () => {
      const prepared = await scenario.prepare();
      return { ...prepared, problem: (inTheEnd) => (inTheEnd ? prepared.problem(true) : undefined) };
    },
  };
}

async function withGrace({ deployment, ada, grace, taskSid }: Team): Promise<void> {
  await deployment.callAgent(ada, '/agent/invite', { taskSid, workerSid: grace.sid });
  grace.accept();
  await deployment.settle();
}

async function parked({ deployment, ada, taskSid }: Team): Promise<void> {
  await deployment.callAgent(ada, '/agent/park', { taskSid });
  await deployment.settle(20_000);
}

async function transferred({ deployment, ada, grace, taskSid }: Team): Promise<void> {
  await deployment.callAgent(ada, '/agent/transfer', { taskSid, workerSid: grace.sid, mode: 'cold' });
  await deployment.settle();
}

/** Everything by which agents work together. */
export const TEAM_SCENARIOS: readonly Scenario[] = [
  asked('invite', 2, ({ ada, grace, taskSid }) =>
    request(ada, '/agent/invite', { taskSid, workerSid: grace.sid }),
  ),
  asked('invite by Conversation, with a requestId', 2, ({ ada, deployment, conversationSid }) =>
    request(ada, '/agent/invite', {
      conversationSid,
      queueSid: deployment.account.everyone.sid,
      requestId: 'click-1',
    }),
  ),
  asked(
    'second invite',
    3,
    ({ ada, joan, taskSid }) => request(ada, '/agent/invite', { taskSid, workerSid: joan.sid }),
    withGrace,
  ),
  asked('cold transfer', 2, ({ ada, grace, taskSid }) =>
    request(ada, '/agent/transfer', { taskSid, workerSid: grace.sid, mode: 'cold' }),
  ),
  asked(
    'cold transfer that is accepted',
    2,
    async (team) => {
      team.grace.accept();
      await team.deployment.settle(0);
      return lastEvent(team.deployment, 'reservation.accepted', TASKROUTER);
    },
    transferred,
  ),
  asked(
    'cold transfer that nobody takes',
    1,
    async (team) => {
      team.grace.reject();
      await team.deployment.settle(120_000);
      return lastEvent(team.deployment, 'task.canceled', TASKROUTER);
    },
    transferred,
  ),
  asked('park', 1, ({ ada, taskSid }) => request(ada, '/agent/park', { taskSid })),
  asked('park by Conversation', 1, ({ ada, conversationSid }) =>
    request(ada, '/agent/park', { conversationSid }),
  ),
  asked('message to what is parked', 1, (team) => nextMessage(team)(), parked),
  asked(
    'resume',
    1,
    ({ grace, conversationSid }) => request(grace, '/agent/resume', { conversationSid }),
    parked,
  ),
  asked('leave', 2, ({ ada, taskSid }) => request(ada, '/agent/leave', { taskSid }), withGrace),
  asked('leave as the last', 1, ({ ada, taskSid }) => request(ada, '/agent/leave', { taskSid })),
  closing('leave as the last, and close', ({ ada, taskSid }) =>
    request(ada, '/agent/leave', { taskSid, ifLast: 'close' }),
  ),
  closing('close', ({ ada, taskSid }) => request(ada, '/agent/close', { taskSid })),
  asked('participants', 1, ({ ada, taskSid }) => request(ada, '/agent/participants/list', { taskSid })),
];
