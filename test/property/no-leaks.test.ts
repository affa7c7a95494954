import { Customer } from '../../simulator/people/customer';
import { toLogLine } from '../../src/core/log';
import { FAULTS, faultyInvocation } from '../reliability/faulty-platform';
import type { EndpointAnswer } from '../support/deployment';
import { BACKEND_API_KEY, BUSINESS_NUMBER, Deployment } from '../support/deployment';
import { teamWithCustomer } from '../support/team';
import { traces } from '../support/traces';

/** Things that may stand in no log line, no record and no answer to Twilio. */
const PRIVATE = {
  number: '+12025550143',
  name: 'Ella Fitzgerald',
  text: 'my card number is 4111',
  identity: 'ella-at-home',
};

const OUTREACH = {
  '/agent/click-to-sms': { to: PRIVATE.number, body: PRIVATE.text, customerName: PRIVATE.name },
  '/agent/click-to-chat': { identity: PRIVATE.identity, body: PRIVATE.text, customerName: PRIVATE.name },
  '/agent/click-to-email': {
    to: `${PRIVATE.identity}@example.com`,
    subject: PRIVATE.text,
    body: PRIVATE.text,
    customerName: PRIVATE.name,
  },
  '/backend/interactions': {
    channel: { type: 'sms', participants: [{ address: PRIVATE.number, proxyAddress: BUSINESS_NUMBER }] },
    routing: { attributes: { customerName: PRIVATE.name, note: PRIVATE.text } },
    requestId: 'form-1',
  },
};

function findLeaks(texts: readonly string[], ...more: readonly string[]): string[] {
  const needles = [...Object.values(PRIVATE), PRIVATE.number.slice(1), 'Fitzgerald', '4111', ...more];
  return texts.filter((text) => needles.some((needle) => text.includes(needle)));
}

describe('nothing of a customer is found in logs, records or answers', () => {
  it('on the way from the first message to the end', async () => {
    const deployment = new Deployment({ withTaskEvents: true });
    const customer = new Customer(deployment.twilio, PRIVATE.number, PRIVATE.name);
    await customer.write(BUSINESS_NUMBER, PRIVATE.text);
    await deployment.settle();
    const [ada] = deployment.account.agents;
    ada?.setActivity('Available');
    ada?.accept();
    await customer.write(BUSINESS_NUMBER, PRIVATE.text);
    await deployment.settle();
    ada?.complete();
    await deployment.settle();
    expect(traces(deployment).length).toBeGreaterThan(5);
    expect(findLeaks(traces(deployment), deployment.twilio.authToken)).toEqual([]);
  });

  it.each(FAULTS)('when a REST call meets this: %s', async (fault) => {
    for (let at = 0; at < 4; at++) {
      const deployment = new Deployment();
      deployment.twilio.world.deliveries.weather = { copies: () => [] };
      await new Customer(deployment.twilio, PRIVATE.number, PRIVATE.name).write(
        BUSINESS_NUMBER,
        PRIVATE.text,
      );
      await deployment.settle(0);
      const answers: string[] = [];
      for (const { detail } of deployment.deliveries) {
        const { platform } = faultyInvocation(deployment.platform(), { fault, at });
        void deployment
          .call('/webhooks/conversations', detail.parameters as object, platform)
          .then((answer) => answers.push(JSON.stringify(answer)));
        await deployment.settle(5_000);
      }
      expect(findLeaks([...traces(deployment), ...answers])).toEqual([]);
    }
  });

  it('when an event is malformed, whatever field it is in', async () => {
    const deployment = new Deployment();
    const valid = {
      EventType: 'onMessageAdded',
      AccountSid: deployment.twilio.accountSid,
      ConversationSid: `CH${'1'.repeat(32)}`,
      Index: '0',
    };
    for (const field of [
      'EventType',
      'AccountSid',
      'ConversationSid',
      'Index',
      'ParticipantSid',
      'WebhookSid',
    ]) {
      for (const value of [PRIVATE.text, [PRIVATE.name], { name: PRIVATE.number }]) {
        const answer = await deployment.call('/webhooks/conversations', {
          ...valid,
          Body: PRIVATE.text,
          [field]: value,
        });
        expect(findLeaks([JSON.stringify(answer)])).toEqual([]);
      }
    }
    expect(findLeaks(traces(deployment))).toEqual([]);
  });

  it('when something unexpected is thrown with private words in it', async () => {
    const deployment = new Deployment();
    const answer = await deployment.call(
      '/webhooks/conversations',
      {
        EventType: 'onMessageAdded',
        ConversationSid: `CH${'1'.repeat(32)}`,
        Index: '3',
        Author: PRIVATE.number,
      },
      {
        ...deployment.platform(),
        openAsset: () => {
          throw new Error(`${PRIVATE.name} wrote: ${PRIVATE.text}`);
        },
      },
    );
    expect(answer).toMatchObject({
      status: 500,
      body: { code: 'internal_error' },
      log: { level: 'error', error: 'Error' },
    });
    expect(findLeaks([JSON.stringify(answer)])).toEqual([]);
  });

  it.each(Object.entries(OUTREACH))(
    'when an agent or a server reaches out by %s, whatever befalls its calls',
    async (url, parameters) => {
      for (const fault of FAULTS) {
        for (const at of [0, 1, 3, 4, 5, 6]) {
          const deployment = new Deployment({ withTaskEvents: true });
          const [ada] = deployment.account.agents;
          ada?.setActivity('Available');
          const answers: string[] = [];
          const event = {
            ...parameters,
            Token: ada?.token,
            request: { headers: { authorization: `Bearer ${BACKEND_API_KEY}` } },
          };
          for (const strike of [{ fault, at }, undefined]) {
            const { platform } = faultyInvocation(deployment.platform(), strike);
            void deployment.call(url, event, platform).then(({ body }) => answers.push(JSON.stringify(body)));
            await deployment.settle(12_000);
          }
          expect(findLeaks([...traces(deployment), ...answers], ada?.token ?? '', BACKEND_API_KEY)).toEqual(
            [],
          );
        }
      }
    },
  );

  it('while agents work together', async () => {
    const team = await teamWithCustomer();
    const { deployment, ada, grace, conversationSid, taskSid, customer } = team;
    const answers: EndpointAnswer[] = [];
    const call = async (agent: typeof ada, url: string, parameters: object): Promise<void> => {
      answers.push(await deployment.callAgent(agent, url, parameters));
      await deployment.settle();
    };
    await customer.write(BUSINESS_NUMBER, PRIVATE.text);
    await call(ada, '/agent/transfer', { taskSid, workerSid: grace.sid, mode: 'cold' });
    grace.accept();
    await deployment.settle();
    await call(grace, '/agent/interaction', { conversationSid });
    await call(grace, '/agent/park', { conversationSid });
    await call(ada, '/agent/resume', { conversationSid });
    ada.accept();
    await deployment.settle();
    await call(ada, '/agent/participants/list', { conversationSid });
    await call(ada, '/agent/leave', { conversationSid, ifLast: 'close' });
    expect(answers.map(({ status }) => status)).toEqual([201, 200, 200, 200, 200, 200]);
    const said = answers.map(({ body }) => JSON.stringify(body));
    expect(findLeaks([...traces(deployment), ...said], ada.token, grace.token)).toEqual([]);
    // What a resume needs is the one thing that is kept of a customer, and it is gone.
    const documents = [...(deployment.twilio.sync.findService('default')?.byName.keys() ?? [])];
    expect(documents.filter((name) => name.startsWith('parked-'))).toEqual([]);
  });

  it('when a log line is given more than it may hold', () => {
    const line = toLogLine('info', { outcome: 'routed', author: PRIVATE.number, body: 'Hello' });
    expect(line).toEqual({ level: 'info', outcome: 'routed' });
    expect(toLogLine('info', { outcome: `${PRIVATE.number} wrote`, code: `"${PRIVATE.text}"` })).toEqual({
      level: 'info',
    });
  });
});
