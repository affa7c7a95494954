import type { FaultRule } from '../../../simulator/kernel/faults';
import { messages, openConversations, SMS, TEXT, withAgents } from './outreach-deployment';
import { settled } from '../../support/settled';

const LEASE_MS = 10_000;

/** An agent reaches out while something befalls the creation of the Interaction. */
async function reachOut(rule: FaultRule) {
  const world = withAgents();
  const { deployment, ada } = world;
  deployment.twilio.faults.add({ operation: 'CreateInteraction', times: 1, ...rule });
  const startedAtMs = deployment.clock.now();
  const answer = await settled(deployment, deployment.callAgent(ada, SMS, TEXT));
  expect(answer).toMatchObject({ status: 503, body: { code: 'upstream_unavailable' } });
  expect(openConversations(deployment)).toHaveLength(1);
  const [conversation] = openConversations(deployment);
  return { ...world, startedAtMs, record: deployment.recordOf(conversation?.entity.sid ?? '') };
}

describe('nobody knows whether the Interaction of an outreach was created', () => {
  it('a look finds nothing: the same request, asked again, need not wait', async () => {
    const { deployment, ada, record } = await reachOut({ kind: 'reset-before' });
    expect(record).toMatchObject({ state: 'claimed', attempt: 1, code: 'unknown', leaseUntilMs: 0 });
    const again = await settled(deployment, deployment.callAgent(ada, SMS, TEXT));
    expect(again.status).toBe(201);
    expect(again.tookMs).toBeLessThan(1_000);
    expect(deployment.liveTasks).toHaveLength(1);
  });

  it('a look finds it: the agent gets it, and the customer the message', async () => {
    const { deployment, ada } = withAgents();
    deployment.twilio.faults.add({ operation: 'CreateInteraction', kind: 'reset-after', times: 1 });
    const { status, body } = await settled(deployment, deployment.callAgent(ada, SMS, TEXT));
    const [task] = deployment.liveTasks;
    expect({ status, taskSid: body.taskSid }).toEqual({ status: 201, taskSid: task?.entity.sid });
    expect(messages(deployment)).toEqual([TEXT.body]);
  });

  it('it may be under way: nobody looks before the lease ends', async () => {
    const { record, startedAtMs } = await reachOut({ kind: 'never-before' });
    expect(record).toMatchObject({ state: 'claimed', code: 'unknown', leaseUntilMs: startedAtMs + LEASE_MS });
  });
});
