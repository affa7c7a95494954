import type { Agent } from '../../../simulator/people/agent';
import type { Life } from './life';

/** Something that an agent does, in Flex or by a button of ours. */
interface AgentAction {
  readonly name: string;
  isPossible(agent: Agent, life: Life): boolean;
  act(agent: Agent, life: Life): void;
}

function reservationOf(agent: Agent, status: string) {
  return agent.reservations.find((one) => one.reservation_status === status);
}

/** In Flex UI, on a reservation of theirs. */
function inFlex(name: string, status: string, act: (agent: Agent) => void): AgentAction {
  return {
    name,
    isPossible: (agent) => reservationOf(agent, status) !== undefined,
    act,
  };
}

/** By a button, about the Interaction that they serve. */
function byButton(
  name: string,
  url: string,
  parametersOf: (life: Life, agent: Agent) => object,
): AgentAction {
  return {
    name,
    isPossible: (agent) => reservationOf(agent, 'accepted') !== undefined,
    act: (agent, life) => {
      const parameters = {
        taskSid: reservationOf(agent, 'accepted')?.task_sid,
        ...parametersOf(life, agent),
      };
      const clicks = life.chance.happens(0.2) ? 2 : 1;
      for (let click = 0; click < clicks; click++) void life.world.callAgent(agent, url, parameters);
    },
  };
}

function colleagueOf({ agents, chance }: Life, agent: Agent): string {
  return chance.of(agents.filter(({ sid }) => sid !== agent.sid)).sid;
}

const SHORTLY = { timeoutSeconds: 45 };

export const AGENT_ACTIONS: readonly AgentAction[] = [
  {
    name: 'comes or goes',
    isPossible: () => true,
    act: (agent, { chance }) => {
      agent.setActivity(chance.happens(0.7) ? 'Available' : 'Break');
    },
  },
  inFlex('accepts', 'pending', (agent) => {
    agent.accept();
  }),
  inFlex('accepts at last', 'pending', (agent) => {
    agent.accept();
  }),
  inFlex('refuses', 'pending', (agent) => {
    agent.reject();
  }),
  inFlex('completes', 'accepted', (agent) => {
    agent.complete();
  }),
  byButton('transfers cold', '/agent/transfer', (life, agent) => ({
    ...SHORTLY,
    mode: 'cold',
    workerSid: colleagueOf(life, agent),
  })),
  byButton('transfers cold to a queue', '/agent/transfer', ({ world }) => ({
    ...SHORTLY,
    mode: 'cold',
    queueSid: world.account.everyone.sid,
  })),
  byButton('transfers warm', '/agent/transfer', (life, agent) => ({
    ...SHORTLY,
    mode: 'warm',
    workerSid: colleagueOf(life, agent),
  })),
  byButton('invites', '/agent/invite', (life, agent) => ({
    ...SHORTLY,
    workerSid: colleagueOf(life, agent),
  })),
  byButton('parks', '/agent/park', () => ({})),
  byButton('parks again', '/agent/park', () => ({})),
  byButton('leaves', '/agent/leave', () => ({})),
  byButton('leaves, and closes as the last', '/agent/leave', () => ({ ifLast: 'close' })),
  {
    name: 'resumes',
    isPossible: (_, { watch }) => watch.conversationSid !== undefined,
    act: (agent, { world, watch }) => {
      void world.callAgent(agent, '/agent/resume', { conversationSid: watch.conversationSid });
    },
  },
];
