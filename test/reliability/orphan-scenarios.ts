import type { Deployment } from '../support/deployment';
import { BUSINESS_NUMBER } from '../support/deployment';
import type { PreparedScenario, Scenario } from './fault-matrix';
import { lastEvent, liveInteractions, play, quietDeployment, write } from './scenarios';

const TASKROUTER = '/webhooks/taskrouter';
const INTERACTIONS = '/webhooks/interactions';
const STEP_MS = 30_000;

/** A routed Conversation whose workflow ends after 30 s, its webhooks caught. */
export async function routed(
  orphan: object = {},
): Promise<{ deployment: Deployment; conversationSid: string }> {
  const deployment = quietDeployment({
    withTaskEvents: true,
    table: { addresses: { [BUSINESS_NUMBER]: { inbound: true, orphan } } },
  });
  const { workspace, taskRouterParts } = deployment.twilio;
  const targets = [{ queue: deployment.account.everyone.sid, timeout: STEP_MS / 1_000 }];
  const configuration = { task_routing: { filters: [{ expression: '1==1', targets }] } };
  const impatient = taskRouterParts.resources.createWorkflow(
    workspace,
    'Impatient',
    JSON.stringify(configuration),
  );
  deployment.context.TASKROUTER_WORKFLOW_SID = impatient.sid;
  const conversationSid = await write(deployment, 'Hello');
  await deployment.settle(0);
  await play(deployment, lastEvent(deployment, 'onMessageAdded', '/webhooks/conversations'));
  return { deployment, conversationSid };
}

/** Somebody serves the customer, or it was closed by policy, or the record says why not and an operator was told. */
export function attended(deployment: Deployment, conversationSid: string): PreparedScenario['problem'] {
  return (inTheEnd) => {
    const live = liveInteractions(deployment, conversationSid);
    if (live > 1) return `${live} live Interactions`;
    const told = deployment.twilio.conversations
      .find(conversationSid)
      ?.messages.filter(({ body }) => body === 'Sorry');
    if ((told?.length ?? 0) > 1) return 'the customer was told twice';
    const { liveTasks } = deployment;
    if (liveTasks.length > 1) return `${liveTasks.length} live tasks`;
    if (!inTheEnd || live === 1) return undefined;
    if (deployment.twilio.conversations.find(conversationSid)?.entity.state === 'closed') return undefined;
    const isAlerted = deployment.logs.some(({ level, outcome }) => level === 'error' && outcome === 'failed');
    return deployment.recordOf(conversationSid)?.state === 'failed' && isAlerted
      ? undefined
      : 'an orphan in the end';
  };
}

function timeout(name: string, type: string, orphan: object, timeouts: number): Scenario {
  return {
    name,
    prepare: async () => {
      const { deployment, conversationSid } = await routed(orphan);
      for (let count = 1; count < timeouts; count++) {
        await deployment.settle(STEP_MS);
        await play(deployment, lastEvent(deployment, type, TASKROUTER));
      }
      await deployment.settle(STEP_MS);
      const delivery = lastEvent(deployment, type, TASKROUTER);
      const next = lastEvent(deployment, 'task.canceled', TASKROUTER);
      bePatient(deployment);
      return { deployment, delivery, next, problem: attended(deployment, conversationSid) };
    },
  };
}

/** From now on tasks wait for as long as it takes. */
function bePatient(deployment: Deployment): void {
  deployment.context.TASKROUTER_WORKFLOW_SID = deployment.account.assignToAnyone.sid;
}

/** Everything that may leave a customer alone. */
export const ORPHAN_SCENARIOS: readonly Scenario[] = [
  timeout('nobody took it', 'workflow.timeout', {}, 1),
  timeout('nobody took it, by its cancellation', 'task.canceled', {}, 1),
  {
    name: 'the workflow skipped it',
    prepare: async () => {
      const { deployment, conversationSid } = await routed();
      await deployment.settle(STEP_MS);
      const { event } = lastEvent(deployment, 'workflow.timeout', TASKROUTER);
      bePatient(deployment);
      const delivery = { url: TASKROUTER, event: { ...event, EventType: 'workflow.skipped' } };
      return { deployment, delivery, problem: attended(deployment, conversationSid) };
    },
  },
  {
    name: 'somebody deleted its task',
    prepare: async () => {
      const { deployment, conversationSid } = await routed();
      bePatient(deployment);
      const { workspace, router } = deployment.twilio;
      for (const task of workspace.tasks.values()) router.deleteTask(workspace, task);
      await deployment.settle(0);
      const delivery = lastEvent(deployment, 'task.deleted', TASKROUTER);
      return { deployment, delivery, problem: attended(deployment, conversationSid) };
    },
  },
  timeout('nobody took it twice', 'workflow.timeout', {}, 2),
  timeout(
    'nobody took it, and the customer is told',
    'workflow.timeout',
    { policy: 'message', message: 'Sorry' },
    1,
  ),
  timeout('nobody took it, and it is closed', 'task.canceled', { policy: 'close' }, 1),
  {
    name: 'a task was assigned for a day',
    prepare: async () => {
      const { deployment, conversationSid } = await routed();
      const [ada] = deployment.account.agents;
      ada?.setActivity('Available');
      ada?.accept();
      bePatient(deployment);
      await deployment.settle(86_400_000);
      const delivery = lastEvent(deployment, 'task.system-deleted', TASKROUTER);
      return { deployment, delivery, problem: attended(deployment, conversationSid) };
    },
  },
  {
    name: 'a channel could not be set up',
    prepare: async () => {
      const { deployment, conversationSid } = await routed();
      const interaction = deployment.twilio.interactions.ofConversation(conversationSid);
      if (!interaction) throw new Error('not routed');
      bePatient(deployment);
      interaction.channel.status = 'failed';
      interaction.channel.error_code = 45356;
      deployment.twilio.interactions.store.unmapConversation(interaction);
      for (const task of interaction.tasks)
        deployment.twilio.router.cancelTask(deployment.twilio.workspace, task, null);
      await deployment.settle(0);
      const delivery = {
        url: INTERACTIONS,
        event: {
          EventType: 'onChannelCreateFailed',
          AccountSid: deployment.twilio.accountSid,
          ErrorCode: '45356',
          InteractionSid: interaction.entity.sid,
          ChannelSid: interaction.channel.sid,
          MediaChannelSid: conversationSid,
          MediaChannelType: 'sms',
        },
      };
      const next = lastEvent(deployment, 'task.canceled', TASKROUTER);
      return { deployment, delivery, next, problem: attended(deployment, conversationSid) };
    },
  },
  {
    name: 'the last agent left',
    prepare: async () => {
      const { deployment, conversationSid } = await routed();
      const [ada] = deployment.account.agents;
      ada?.setActivity('Available');
      ada?.accept();
      bePatient(deployment);
      await deployment.settle();
      ada?.setActivity('Break');
      const interaction = deployment.twilio.interactions.ofConversation(conversationSid);
      const participant = interaction?.participants.find(({ entity }) => entity.type === 'agent');
      if (!interaction || !participant) throw new Error('nobody joined');
      deployment.twilio.interactions.participants.update(interaction, participant, 'closed');
      await deployment.settle(0);
      const delivery = lastEvent(deployment, 'onParticipantLeft', INTERACTIONS);
      return { deployment, delivery, problem: attended(deployment, conversationSid) };
    },
  },
];
