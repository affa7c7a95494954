import { Customer } from '../../../simulator/people/customer';
import type { StoredTask } from '../../../simulator/taskrouter/workspace';
import type { Platform } from '../../../src/core/platform';
import type { TransportResponse } from '../../../src/core/twilio/transport';
import { operationOf } from '../../reliability/operation-of';
import type { DeploymentOptions } from '../../support/deployment';
import { BUSINESS_NUMBER, CUSTOMER_NUMBER, Deployment } from '../../support/deployment';

export const TASKROUTER = '/webhooks/taskrouter';
export const INTERACTIONS = '/webhooks/interactions';
export const HOUR_MS = 3_600_000;

/** A customer whose message was routed to a workflow that nobody serves. */
export async function orphanedIn(seconds: number, options: DeploymentOptions = {}, channel = '') {
  const deployment = new Deployment({ withTaskEvents: true, ...options });
  const { workspace, taskRouterParts } = deployment.twilio;
  const impatient = taskRouterParts.resources.createWorkflow(
    workspace,
    'Impatient',
    JSON.stringify({
      task_routing: {
        filters: [
          { expression: '1==1', targets: [{ queue: deployment.account.everyone.sid, timeout: seconds }] },
        ],
      },
    }),
  );
  deployment.context.TASKROUTER_WORKFLOW_SID = impatient.sid;
  const customer = new Customer(deployment.twilio, `${channel}${CUSTOMER_NUMBER}`);
  const received = await customer.write(`${channel}${BUSINESS_NUMBER}`, 'Hello');
  await deployment.settle();
  if (!received) throw new Error('nobody took the message');
  return {
    deployment,
    conversation: received.conversation,
    conversationSid: received.conversation.entity.sid,
  };
}

/** A customer whose task was canceled: nothing is told of it or of anything later, but what the test tells. */
export async function canceled(options: DeploymentOptions = {}, channel = '') {
  const world = await orphanedIn(HOUR_MS, options, channel);
  const { deployment, conversationSid } = world;
  const { twilio } = deployment;
  const interaction = twilio.interactions.ofConversation(conversationSid);
  const [task] = deployment.liveTasks;
  if (!interaction || !task) throw new Error('it was not routed');
  twilio.world.deliveries.weather = { copies: () => [] };
  twilio.router.cancelTask(twilio.workspace, task, 'canceled');
  return { ...world, interaction, task, event: taskEvent(deployment, 'task.canceled', task) };
}

export type Canceled = Awaited<ReturnType<typeof canceled>>;

/** The Interaction webhook of a Conversation's channel. */
export function interactionEvent({ deployment, interaction, conversationSid }: Canceled, changes: object) {
  return {
    AccountSid: deployment.twilio.accountSid,
    InteractionSid: interaction.entity.sid,
    ChannelSid: interaction.channel.sid,
    MediaChannelSid: conversationSid,
    MediaChannelType: 'sms',
    ...changes,
  };
}

/** Its channel could not be set up, so that Twilio has let go of the Conversation. */
export function failSetUp({ deployment, interaction }: Canceled, code = 45356): void {
  interaction.channel.status = 'failed';
  interaction.channel.error_code = code;
  deployment.twilio.interactions.store.unmapConversation(interaction);
}

/** Changes the routing record, as another invocation would have left it. */
export function changeRecord(
  { deployment, conversationSid }: Pick<Canceled, 'deployment' | 'conversationSid'>,
  changes: object,
): void {
  const service = deployment.twilio.sync.findService('default');
  const document = service?.byName.get(`interaction-${conversationSid}`);
  if (!document) throw new Error('no record');
  document.data = { ...(document.data as object), ...changes };
}

/** The callback that TaskRouter makes of an event, with the given fields changed. */
export function taskEvent(deployment: Deployment, type: string, task: StoredTask, changes: object = {}) {
  return {
    EventType: type,
    AccountSid: deployment.twilio.accountSid,
    WorkspaceSid: deployment.twilio.workspace.entity.sid,
    TaskSid: task.entity.sid,
    TaskAttributes: task.entity.attributes,
    TaskAge: '30',
    ...changes,
  };
}

/** What was written after the customer's first message: a text, or the SID of a template. */
export function said({ conversation }: Pick<Canceled, 'conversation'>): (string | null)[] {
  return conversation.messages.slice(1).map(({ body, content_sid: contentSid }) => contentSid ?? body);
}

/** A platform on which the calls of one operation are made by the test. */
export function tapped(
  platform: Platform,
  operation: RegExp,
  tap: (send: () => Promise<TransportResponse>) => Promise<TransportResponse>,
): Platform {
  return {
    ...platform,
    transport: (request, signal) => {
      const send = () => platform.transport(request, signal);
      return operation.test(operationOf(request.method, request.host, request.path)) ? tap(send) : send();
    },
  };
}

/** A platform on which Twilio answers the calls of one operation with an error. */
export function refusing(
  { deployment }: Pick<Canceled, 'deployment'>,
  operation: RegExp,
  status: number,
): Platform {
  return tapped(deployment.platform(), operation, () =>
    Promise.resolve({ status, headers: {}, body: '{"code":20001}' }),
  );
}
