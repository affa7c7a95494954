import type { EndpointAnswer } from '../../support/deployment';
import type { Team } from '../../support/team';
import { teamWithCustomer } from '../../support/team';
import type { Scenario, Scenarios } from './scenario';

const NO_SUCH_TASK = `WT${'0'.repeat(32)}`;
const EMAIL_RECIPIENT = { type: 'email', level: 'cc', name: 'Joe', address: 'joe@example.com' };

type Act = (team: Team) => Promise<EndpointAnswer>;

const withTeam =
  (act: Act): Scenario =>
  async () =>
    act(await teamWithCustomer());

/** Ada, who serves the customer, asks. */
const byAda = (url: string, parameters: (team: Team) => object = () => ({})): Act => {
  return ({ deployment, ada, taskSid, ...team }) =>
    deployment.callAgent(ada, url, { taskSid, ...parameters({ deployment, ada, taskSid, ...team }) });
};

const toGrace = ({ grace }: Team) => ({ workerSid: grace.sid });

async function graceJoins(team: Team): Promise<void> {
  await byAda('/agent/invite', toGrace)(team);
  team.grace.accept();
  await team.deployment.settle();
}

/** The refusals of whatever names an Interaction. */
function ofHandle(url: string, parameters: (team: Team) => object = () => ({})): Scenarios {
  return {
    interaction_not_found: withTeam((team) =>
      byAda(url, (given) => ({ ...parameters(given), taskSid: NO_SUCH_TASK }))(team),
    ),
    not_your_interaction: withTeam((team) =>
      team.deployment.callAgent(team.joan, url, { ...parameters(team), taskSid: team.taskSid }),
    ),
  };
}

function ofInvite(url: string, more: object): Scenarios {
  const parameters = (team: Team) => ({ ...toGrace(team), ...more });
  return {
    ...ofHandle(url, parameters),
    201: withTeam(byAda(url, parameters)),
    already_in: withTeam(async (team) => {
      await graceJoins(team);
      return byAda(url, parameters)(team);
    }),
    already_invited: withTeam(async (team) => {
      await byAda(url, parameters)(team);
      return byAda(url, (given) => ({ ...parameters(given), requestId: 'another' }))(team);
    }),
    request_id_reused: withTeam(async (team) => {
      await byAda(url, (given) => ({ ...parameters(given), requestId: 'one' }))(team);
      return byAda(url, ({ joan }) => ({ ...more, workerSid: joan.sid, requestId: 'one' }))(team);
    }),
  };
}

const ADD = '/agent/participants/add';
const adding = (mediaProperties: object) => () => ({ type: 'customer', mediaProperties });

async function resumed(team: Team): Promise<EndpointAnswer> {
  await byAda('/agent/park')(team);
  await team.deployment.settle();
  const { deployment, ada, conversationSid } = team;
  return deployment.callAgent(ada, '/agent/resume', { conversationSid });
}

/** By URL. */
export const TEAM_SCENARIOS: Readonly<Record<string, Scenarios>> = {
  '/agent/invite': ofInvite('/agent/invite', {}),
  '/agent/transfer': ofInvite('/agent/transfer', { mode: 'cold' }),
  '/agent/participants/list': {
    ...ofHandle('/agent/participants/list'),
    200: withTeam(byAda('/agent/participants/list')),
  },
  [ADD]: {
    ...ofHandle(ADD, adding(EMAIL_RECIPIENT)),
    201: withTeam(byAda(ADD, adding(EMAIL_RECIPIENT))),
    destination_not_allowed: withTeam(byAda(ADD, adding({ type: 'sms', address: '+19005551234' }))),
    sender_not_allowed: withTeam(
      byAda(ADD, adding({ type: 'sms', address: '+12025550177', proxy_address: '+14155550100' })),
    ),
  },
  '/agent/park': {
    ...ofHandle('/agent/park'),
    200: withTeam(byAda('/agent/park')),
    already_in: withTeam(async (team) => {
      await graceJoins(team);
      return byAda('/agent/park')(team);
    }),
  },
  '/agent/resume': {
    interaction_not_found: withTeam(byAda('/agent/resume', () => ({ taskSid: NO_SUCH_TASK }))),
    200: withTeam(resumed),
  },
  '/agent/parked': {
    200: withTeam(async (team) => {
      await byAda('/agent/park')(team);
      return team.deployment.callAgent(team.ada, '/agent/parked');
    }),
  },
  '/agent/leave': {
    ...ofHandle('/agent/leave'),
    200: withTeam(async (team) => {
      await graceJoins(team);
      return byAda('/agent/leave')(team);
    }),
    last_agent: withTeam(byAda('/agent/leave')),
  },
  '/agent/close': { ...ofHandle('/agent/close'), 200: withTeam(byAda('/agent/close')) },
  '/agent/interaction': {
    ...ofHandle('/agent/interaction'),
    200: withTeam(async (team) => {
      await byAda('/agent/transfer', (given) => ({ ...toGrace(given), mode: 'warm' }))(team);
      return byAda('/agent/interaction')(team);
    }),
  },
};
