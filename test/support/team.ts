import type { StoredInteraction } from '../../simulator/flex/entities';
import { parseObject } from '../../simulator/kernel/parse-object';
import { Agent } from '../../simulator/people/agent';
import { Customer } from '../../simulator/people/customer';
import type { StoredTask } from '../../simulator/taskrouter/workspace';
import type { DeploymentOptions } from './deployment';
import { BUSINESS_NUMBER, CUSTOMER_NUMBER, Deployment } from './deployment';

/** Agents at their desks, and a customer whom Ada serves. */
export interface Team {
  readonly deployment: Deployment;
  readonly ada: Agent;
  readonly grace: Agent;
  readonly joan: Agent;
  /** A supervisor who takes no tasks. */
  readonly boss: Agent;
  readonly customer: Customer;
  readonly conversationSid: string;
  readonly interaction: StoredInteraction;
  /** Ada's task. */
  readonly taskSid: string;
}

export interface TeamWithGrace extends Team {
  /** Grace's task. */
  readonly graceTaskSid: string;
}

const AGENTS = ['Ada', 'Grace', 'Joan', 'Boss'];

/** An account with four agents, of whom only Ada is available. */
export function agentsOf(options: DeploymentOptions = {}) {
  const deployment = new Deployment({ withTaskEvents: true, agents: AGENTS, ...options });
  const [ada, grace, joan, boss] = deployment.account.agents;
  if (!ada || !grace || !joan || !boss) throw new Error('no agents');
  ada.setActivity('Available');
  const supervisor = new Agent(deployment.twilio, boss.worker, ['agent', 'supervisor']);
  return { deployment, ada, grace, joan, boss: supervisor };
}

/** A customer has written, and Ada has accepted. Grace and Joan are available from then on. */
export async function teamWithCustomer(options: DeploymentOptions = {}): Promise<Team> {
  const agents = agentsOf(options);
  const { deployment, ada, grace, joan } = agents;
  if (options.settings?.TRANSFER_WORKFLOW_SID === undefined)
    deployment.context.TRANSFER_WORKFLOW_SID = deployment.account.transfer.sid;
  const customer = new Customer(deployment.twilio, CUSTOMER_NUMBER, 'Ella');
  const received = await customer.write(BUSINESS_NUMBER, 'Hello');
  await deployment.settle();
  if (!received) throw new Error('nobody took the message');
  ada.accept();
  await deployment.settle();
  grace.setActivity('Available');
  joan.setActivity('Available');
  const conversationSid = received.conversation.entity.sid;
  const interaction = deployment.twilio.interactions.ofConversation(conversationSid);
  const taskSid = ada.reservations[0]?.task_sid;
  if (!interaction || taskSid === undefined) throw new Error('Ada has no Interaction');
  return { ...agents, customer, conversationSid, interaction, taskSid };
}

/** Ada has invited Grace, and both are with the customer. */
export async function teamWithGrace(): Promise<TeamWithGrace> {
  const team = await teamWithCustomer();
  const { deployment, ada, grace, taskSid } = team;
  await deployment.callAgent(ada, '/agent/invite', { taskSid, workerSid: grace.sid });
  grace.accept();
  await deployment.settle();
  return { ...team, graceTaskSid: grace.reservations[0]?.task_sid ?? '' };
}

/** The identities of the agents who are in a Conversation. */
export function agentsIn({
  deployment,
  conversationSid,
}: Pick<Team, 'deployment' | 'conversationSid'>): string[] {
  const conversation = deployment.twilio.conversations.find(conversationSid);
  return [...(conversation?.participants.values() ?? [])]
    .map(({ identity }) => identity)
    .filter((identity) => identity !== null)
    .sort();
}

/** Tasks of the Interaction that wait for an agent or have one. */
export function liveTasks({
  deployment,
  interaction,
}: Pick<Team, 'deployment' | 'interaction'>): StoredTask[] {
  return [...interaction.tasks].filter(
    ({ entity }) =>
      deployment.twilio.workspace.tasks.has(entity.sid) &&
      ['pending', 'reserved', 'assigned'].includes(entity.assignment_status),
  );
}

export function taskOf({ deployment }: Pick<Team, 'deployment'>, taskSid: unknown): StoredTask {
  const task = deployment.twilio.workspace.tasks.get(String(taskSid));
  if (!task) throw new Error(`There is no task ${String(taskSid)}`);
  return task;
}

export function attributesOf({ entity }: StoredTask): Record<string, unknown> {
  return parseObject(entity.attributes);
}

/** Ada goes out without anybody hearing of it, or of anything that happens after. */
export function adaIsGone({ deployment, interaction }: Pick<Team, 'deployment' | 'interaction'>): void {
  deployment.twilio.world.deliveries.weather = { copies: () => [] };
  const part = interaction.participants.find(({ entity }) => entity.type === 'agent');
  if (!part) throw new Error('Ada is not in it');
  deployment.twilio.interactions.participants.update(interaction, part, 'closed');
}

/** Flex wrote something else into the attributes of Ada's task. */
export function rewriteTask(team: Pick<Team, 'deployment' | 'taskSid'>, changes: object): void {
  const task = taskOf(team, team.taskSid);
  task.entity.attributes = JSON.stringify({ ...attributesOf(task), ...changes });
}
