import type { Deployment } from '../support/deployment';
import type { PreparedScenario, Scenario } from './fault-matrix';
import { CONVERSATIONS, lastEvent, ONE_NUMBER, play, quietDeployment, write } from './scenarios';

/** Nobody waits for an answer any more, and the record knows it. */
function closed(deployment: Deployment, conversationSid: string): PreparedScenario['problem'] {
  return (inTheEnd) => {
    if (!inTheEnd) return undefined;
    const { state } = deployment.recordOf(conversationSid) ?? {};
    if (state !== 'closed') return `the record says ${String(state)}`;
    const live = [...deployment.twilio.workspace.tasks.values()].filter(({ entity }) =>
      ['pending', 'reserved', 'assigned'].includes(entity.assignment_status),
    );
    return live.length === 0 ? undefined : 'an agent waits for an answer that will not come';
  };
}

async function routed(): Promise<{ deployment: Deployment; conversationSid: string }> {
  const deployment = quietDeployment({ ...ONE_NUMBER, withTaskEvents: true });
  const conversationSid = await write(deployment, 'Hello');
  await deployment.settle(0);
  await play(deployment, lastEvent(deployment, 'onMessageAdded', CONVERSATIONS));
  const [ada] = deployment.account.agents;
  ada?.setActivity('Available');
  ada?.accept();
  await deployment.settle();
  return { deployment, conversationSid };
}

/** Every way in which a Conversation ends. */
export const CLOSING_SCENARIOS: readonly Scenario[] = [
  {
    name: 'closed by its timer',
    prepare: async () => {
      const { deployment, conversationSid } = await routed();
      const { conversations, conversationActions } = deployment.twilio;
      const conversation = conversations.find(conversationSid);
      const origin = { source: 'API', webhookEnabled: true } as const;
      if (conversation) conversationActions.setState(conversation, 'closed', 'TIMER', origin);
      await deployment.settle(0);
      const delivery = lastEvent(deployment, 'onConversationStateUpdated', CONVERSATIONS);
      return { deployment, delivery, problem: closed(deployment, conversationSid) };
    },
  },
  {
    name: 'closed by its agent',
    prepare: async () => {
      const { deployment, conversationSid } = await routed();
      deployment.account.agents[0]?.complete();
      await deployment.settle(0);
      const delivery = lastEvent(deployment, 'onConversationStateUpdated', CONVERSATIONS);
      return { deployment, delivery, problem: closed(deployment, conversationSid) };
    },
  },
  {
    name: 'closed by its agent, told by the channel',
    prepare: async () => {
      const { deployment, conversationSid } = await routed();
      deployment.account.agents[0]?.complete();
      await deployment.settle(0);
      const delivery = lastEvent(deployment, 'onChannelStatusUpdated', '/webhooks/interactions');
      return { deployment, delivery, problem: closed(deployment, conversationSid) };
    },
  },
];
