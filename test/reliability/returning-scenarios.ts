import type { Deployment } from '../support/deployment';
import { BUSINESS_NUMBER, CUSTOMER_NUMBER } from '../support/deployment';
import type { Scenario } from './fault-matrix';
import { faultyInvocation } from './faulty-platform';
import {
  CONVERSATIONS,
  lastEvent,
  ONE_NUMBER,
  oneInteraction,
  play,
  quietDeployment,
  write,
} from './scenarios';

const LEASE_IS_OVER_MS = 15_000;

/** A routed Conversation that has lost its task, with a record that says why. */
async function left(
  state: 'closed' | 'parked',
): Promise<{ deployment: Deployment; conversationSid: string }> {
  const deployment = quietDeployment(ONE_NUMBER);
  const conversationSid = await write(deployment, 'Hello');
  await deployment.settle(0);
  await play(deployment, lastEvent(deployment, 'onMessageAdded', CONVERSATIONS));
  const { workspace, router, sync } = deployment.twilio;
  for (const task of workspace.tasks.values()) router.cancelTask(workspace, task, null);
  const document = sync.findService('default')?.byName.get(`interaction-${conversationSid}`);
  if (!document) throw new Error('not routed');
  document.data = { ...(document.data as object), state };
  return { deployment, conversationSid };
}

function returning(name: string, state: 'closed' | 'parked'): Scenario {
  return {
    name,
    prepare: async () => {
      const { deployment, conversationSid } = await left(state);
      await write(deployment, 'Hello?');
      await deployment.settle(0);
      const delivery = lastEvent(deployment, 'onMessageAdded', CONVERSATIONS);
      return { deployment, delivery, next: delivery, problem: oneInteraction(deployment, conversationSid) };
    },
  };
}

/** Customers who write again. */
export const RETURNING_SCENARIOS: readonly Scenario[] = [
  returning('message in a Conversation that was closed in vain', 'closed'),
  returning('message in a parked Conversation', 'parked'),
  {
    name: 'message after an invocation died that had created, and its task was canceled',
    prepare: async () => {
      const deployment = quietDeployment(ONE_NUMBER);
      const conversationSid = await write(deployment, 'Hello');
      await deployment.settle(0);
      const { url, event } = lastEvent(deployment, 'onMessageAdded', CONVERSATIONS);
      const { platform } = faultyInvocation(deployment.platform(), { fault: 'killed after the call', at: 2 });
      void deployment.call(url, event, platform);
      await deployment.settle(LEASE_IS_OVER_MS);
      const { workspace, router } = deployment.twilio;
      for (const task of workspace.tasks.values()) router.cancelTask(workspace, task, null);
      await write(deployment, 'Hello?');
      await deployment.settle(0);
      const delivery = lastEvent(deployment, 'onMessageAdded', CONVERSATIONS);
      return { deployment, delivery, next: delivery, problem: oneInteraction(deployment, conversationSid) };
    },
  },
  {
    name: "answer to another handler's outreach",
    prepare: async () => {
      const deployment = quietDeployment(ONE_NUMBER);
      const { twilio, account } = deployment;
      const [ada] = account.agents;
      const interaction = twilio.interactions.create(
        {
          type: 'sms',
          initiated_by: 'agent',
          participants: [{ address: CUSTOMER_NUMBER, proxy_address: BUSINESS_NUMBER }],
        },
        {
          workspace_sid: twilio.workspace.entity.sid,
          workflow_sid: account.assignToAnyone.sid,
          queue_sid: account.everyone.sid,
          worker_sid: ada?.sid,
          task_channel_unique_name: 'sms',
        },
        {},
      );
      await deployment.settle();
      const conversationSid = interaction.conversation?.entity.sid ?? '';
      ada?.setActivity('Available');
      ada?.accept();
      ada?.write(conversationSid, 'Good morning');
      await write(deployment, 'Hello?');
      await deployment.settle(0);
      const delivery = lastEvent(deployment, 'onMessageAdded', CONVERSATIONS);
      const isAlone = oneInteraction(deployment, conversationSid);
      const problem = (inTheEnd: boolean): string | undefined =>
        twilio.interactions.interactions.size > 1 ? 'an Interaction beside it' : isAlone(inTheEnd);
      return { deployment, delivery, next: delivery, problem };
    },
  },
];
