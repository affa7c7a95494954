import type { FaultRule } from '../../../simulator/kernel/faults';
import { CUSTOMER_NUMBER } from '../../support/deployment';
import { settled } from '../../support/settled';
import { CONTENT_SID, messages, openConversations, SMS, TEXT, withAgents } from './outreach-deployment';

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
  it('a look finds nothing: the same request, asked again, waits for the end of the lease', async () => {
    const { deployment, ada, record, startedAtMs } = await reachOut({ kind: 'reset-before' });
    const leaseUntilMs = startedAtMs + LEASE_MS;
    expect(record).toMatchObject({ state: 'claimed', attempt: 1, code: 'unknown', leaseUntilMs });
    expect((await settled(deployment, deployment.callAgent(ada, SMS, TEXT))).status).toBe(503);
    expect((await settled(deployment, deployment.callAgent(ada, SMS, TEXT))).status).toBe(201);
    expect(deployment.liveTasks).toHaveLength(1);
    expect(messages(deployment)).toEqual([TEXT.body]);
  });

  it.each([
    [SMS, TEXT],
    ['/agent/click-to-whatsapp', { to: CUSTOMER_NUMBER, contentSid: CONTENT_SID }],
    ['/agent/click-to-email', { to: 'ella@example.com', subject: 'Your order', body: 'Hello' }],
    ['/agent/click-to-chat', { identity: 'ella', body: 'Hello' }],
  ])('it was, but shows up late: %s, asked again at once, makes no other', async (url, parameters) => {
    const { deployment, ada } = withAgents();
    deployment.twilio.faults.add({ operation: 'CreateInteraction', kind: 'reset-after', times: 1 });
    const { transport } = deployment.platform();
    const isLateUntilMs = deployment.clock.now() + 3_000;
    const lagging: typeof transport = async (request, signal) => {
      const answer = await transport(request, signal);
      const isSearch = request.method === 'GET' && request.path.includes('/Tasks?');
      const isLate = isSearch && deployment.clock.now() < isLateUntilMs;
      return isLate ? { ...answer, body: JSON.stringify({ tasks: [], meta: {} }) } : answer;
    };
    const click = () => {
      const platform = { ...deployment.platform(), transport: lagging };
      return settled(deployment, deployment.callAgent(ada, url, parameters, platform));
    };
    expect((await click()).status).toBe(503);
    expect([201, 503]).toContain((await click()).status);
    const [task] = deployment.liveTasks;
    expect(await click()).toMatchObject({ status: 201, body: { taskSid: task?.entity.sid } });
    expect(deployment.liveTasks).toHaveLength(1);
    expect(openConversations(deployment)).toHaveLength(1);
    expect(messages(deployment)).toHaveLength(1);
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
