import type { Fault } from '../../reliability/faulty-platform';
import { FAULTS, faultyInvocation } from '../../reliability/faulty-platform';
import { CUSTOMER_NUMBER } from '../../support/deployment';
import { settled } from '../../support/settled';
import {
  CONTENT_SID,
  messages,
  openConversations,
  refusalOf,
  SMS,
  TEXT,
  withAgents,
} from './outreach-deployment';

const MINUTE_MS = 60_000;

describe('one Interaction and one first message', () => {
  it('for two agents at once: the other one learns with whom', async () => {
    const { deployment, ada, grace } = withAgents({ latencyMs: 50 });
    const clicks = [ada, grace].map((agent) => deployment.callAgent(agent, SMS, TEXT));
    const answers = await settled(deployment, Promise.all(clicks));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect(answers.find(({ status }) => status === 409)?.body).toMatchObject({
      code: 'conversation_already_open',
      details: { with: 'another_agent' },
    });
    expect(messages(deployment)).toEqual([TEXT.body]);
    expect(deployment.liveTasks).toHaveLength(1);
    expect(openConversations(deployment)).toHaveLength(1);
  });

  it.each(['with a requestId', 'without one'])(
    'for one agent who clicks ten times at once, %s',
    async (how) => {
      const { deployment, ada } = withAgents({ latencyMs: 20 });
      const parameters = how === 'with a requestId' ? { ...TEXT, requestId: 'click-1' } : TEXT;
      const clicks = Array.from({ length: 10 }, () => deployment.callAgent(ada, SMS, parameters));
      const answers = await settled(deployment, Promise.all(clicks));
      expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 201));
      expect(new Set(answers.map(({ body }) => body.interactionSid)).size).toBe(1);
      expect(messages(deployment)).toEqual([TEXT.body]);
      expect(deployment.liveTasks).toHaveLength(1);
    },
  );

  it('for a client that retries after a lost answer, a day long', async () => {
    const { deployment, ada } = withAgents();
    const parameters = { ...TEXT, requestId: 'click-1' };
    const first = await deployment.callAgent(ada, SMS, parameters);
    await deployment.settle(MINUTE_MS);
    ada.accept();
    const again = await deployment.callAgent(ada, SMS, parameters);
    expect(again).toMatchObject({ status: 201, body: first.body });
    ada.complete();
    await deployment.settle(23 * 60 * MINUTE_MS);
    // The Conversation is over, and still the request is the same.
    const late = await deployment.call(SMS, { ...parameters, Token: reissue(deployment, ada.token) });
    expect(late.body).toMatchObject({ interactionSid: first.body.interactionSid });
    expect(messages(deployment)).toEqual([TEXT.body]);
    expect(openConversations(deployment)).toEqual([]);
  });

  it('and never for another request under the same requestId', async () => {
    const { deployment, ada, grace } = withAgents();
    const requestId = 'click-1';
    await deployment.callAgent(ada, SMS, { ...TEXT, requestId });
    for (const other of [
      { ...TEXT, body: 'Something else', requestId },
      { ...TEXT, to: '+12025550199', requestId },
    ]) {
      expect(await refusalOf(deployment.callAgent(ada, SMS, other))).toMatchObject({
        status: 409,
        code: 'request_id_reused',
      });
    }
    expect(openConversations(deployment)).toHaveLength(1);
    // Another agent has request ids of their own.
    const own = await deployment.callAgent(grace, SMS, { ...TEXT, to: '+12025550198', requestId });
    expect(own.status).toBe(201);
  });
});

function reissue({ twilio }: ReturnType<typeof withAgents>['deployment'], token: string): string {
  const [ada] = twilio.workspace.workers.values();
  twilio.tokens.issue(token, {
    identity: 'ada_40example_2Ecom',
    roles: ['agent'],
    workerSid: ada?.entity.sid ?? '',
    expiresAtMs: twilio.clock.now() + MINUTE_MS,
  });
  return token;
}

const REQUESTS = {
  [SMS]: TEXT,
  '/agent/click-to-whatsapp': { to: CUSTOMER_NUMBER, contentSid: CONTENT_SID },
  '/agent/click-to-email': { to: 'ella@example.com', subject: 'Your order', body: 'Hello' },
  '/agent/click-to-chat': { identity: 'ella', body: 'Hello' },
};

describe.each(Object.entries(REQUESTS))('%s, whatever befalls any of its calls', (url, parameters) => {
  async function countCalls(): Promise<number> {
    const { deployment, ada } = withAgents();
    const invocation = faultyInvocation(deployment.platform());
    await deployment.callAgent(ada, url, { ...parameters, requestId: 'click-1' }, invocation.platform);
    return invocation.calls.length;
  }

  async function strike(fault: Fault, at: number): Promise<object | undefined> {
    const { deployment, ada } = withAgents();
    const request = { ...parameters, requestId: 'click-1' };
    const invocation = faultyInvocation(deployment.platform(), { fault, at });
    const progress = { answer: undefined as unknown };
    void deployment.callAgent(ada, url, request, invocation.platform).then((answer) => {
      progress.answer = answer;
    });
    await deployment.settle(12_000);
    if (progress.answer === undefined && !invocation.isKilled()) return { problem: 'no answer' };
    const again = await settled(deployment, deployment.callAgent(ada, url, request));
    await deployment.settle(2_000);
    const outcome = {
      status: again.status,
      conversations: openConversations(deployment).length,
      tasks: deployment.liveTasks.length,
      messages: messages(deployment).length,
    };
    // Of a message that was not sent, or perhaps not, the agent was told.
    const { body } = (progress.answer ?? {}) as { body?: { messageSent?: unknown } };
    const expected = body?.messageSent === undefined ? ['201,1,1,1'] : ['201,1,1,0', '201,1,1,1'];
    const isWell = expected.includes(Object.values(outcome).join());
    return isWell ? undefined : { fault, at, ...outcome, first: progress.answer };
  }

  it('the same request, asked again, leads to one Interaction and one message', async () => {
    const calls = await countCalls();
    const problems: object[] = [];
    for (let at = 0; at < calls; at++) {
      for (const fault of FAULTS) {
        const problem = await strike(fault, at);
        if (problem) problems.push(problem);
      }
    }
    expect(calls).toBeGreaterThan(4);
    expect(problems).toEqual([]);
  });
});
