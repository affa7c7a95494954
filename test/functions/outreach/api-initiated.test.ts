import { Customer } from '../../../simulator/people/customer';
import { FAULTS, faultyInvocation } from '../../reliability/faulty-platform';
import { BUSINESS_NUMBER, CUSTOMER_NUMBER, Deployment } from '../../support/deployment';
import { settled } from '../../support/settled';
import { lastCreation, messages, openConversations, refusalOf } from './outreach-deployment';

const URL = '/backend/interactions';
const SMS = { type: 'sms', participants: [{ address: CUSTOMER_NUMBER, proxyAddress: BUSINESS_NUMBER }] };
const CHAT = { type: 'chat', participants: [{ identity: 'ella' }] };
const EMAIL = {
  type: 'email',
  from: 'support@example.com',
  fromName: 'Support',
  participants: [{ level: 'to', name: 'Ella', address: 'ella@example.com' }],
};
const requestId = 'form-4711';

function deployed(): Deployment {
  return new Deployment({ withTaskEvents: true });
}

describe('one of our own servers begins an Interaction', () => {
  it.each([
    ['sms', SMS],
    ['chat', CHAT],
    ['email', EMAIL],
    ['whatsapp', { ...SMS, type: 'whatsapp' }],
  ])('by %s, whose task is inbound, and nothing is sent to the customer', async (_, channel) => {
    const deployment = deployed();
    const { status, body } = await deployment.callBackend(URL, { channel, requestId });
    expect(status).toBe(201);
    expect(Object.keys(body).sort()).toEqual(['channelSid', 'conversationSid', 'interactionSid', 'taskSid']);
    await deployment.settle();
    const [task] = deployment.liveTasks;
    expect(task?.entity.sid).toBe(body.taskSid);
    expect(JSON.parse(task?.entity.attributes ?? '{}')).toMatchObject({ direction: 'inbound' });
    expect(lastCreation(deployment, 'Channel')).toMatchObject({ initiated_by: 'api' });
    expect(messages(deployment)).toEqual([]);
    expect(openConversations(deployment)).toHaveLength(1);
    expect(deployment.recordOf(body.conversationSid as string)).toMatchObject({ state: 'routed' });
  });

  it('takes every parameter of routing, and objects as JSON', async () => {
    const deployment = deployed();
    const { account } = deployment;
    const routing = {
      workflowSid: account.transfer.sid,
      queueSid: account.support.sid,
      workerSid: account.agents[0]?.sid,
      priority: 7,
      timeoutSeconds: 3_600,
      taskChannel: 'default',
      attributes: { orderId: 17, customerName: 'Ella' },
    };
    const { status } = await deployment.callBackend(URL, {
      channel: JSON.stringify(SMS),
      routing: JSON.stringify(routing),
      interactionContextSid: `HQ${'12'.repeat(16)}`,
      webhookTtid: 'flex_interactionwebhook_00000000000000000000000001',
      requestId,
    });
    expect(status).toBe(201);
    expect(lastCreation(deployment, 'Routing')).toMatchObject({
      properties: {
        workspace_sid: deployment.context.TASKROUTER_WORKSPACE_SID,
        workflow_sid: routing.workflowSid,
        queue_sid: routing.queueSid,
        worker_sid: routing.workerSid,
        priority: 7,
        timeout: 3_600,
        task_channel_unique_name: 'default',
        attributes: { orderId: 17, customerName: 'Ella', customerAddress: CUSTOMER_NUMBER },
      },
    });
    const entry = deployment.twilio.timeline.entries.findLast(({ title }) => title.endsWith('/Interactions'));
    expect(entry?.detail.request).toMatchObject({
      body: {
        InteractionContextSid: `HQ${'12'.repeat(16)}`,
        WebhookTtid: 'flex_interactionwebhook_00000000000000000000000001',
      },
    });
  });

  it('in a Conversation that exists, whose customer then writes into the same Interaction', async () => {
    const deployment = deployed();
    const { deliveries } = deployment.twilio.world;
    const { weather } = deliveries;
    deliveries.weather = { copies: () => [] };
    const customer = new Customer(deployment.twilio, CUSTOMER_NUMBER);
    const received = await customer.write(BUSINESS_NUMBER, 'Hello');
    const mediaChannelSid = received?.conversation.entity.sid ?? '';
    const { status, body } = await deployment.callBackend(URL, {
      channel: { type: 'sms', mediaChannelSid },
      requestId,
    });
    expect(status).toBe(201);
    expect(body.conversationSid).toBe(mediaChannelSid);
    deliveries.weather = weather;
    await customer.write(BUSINESS_NUMBER, 'Anybody there?');
    await deployment.settle();
    expect(deployment.liveTasks).toHaveLength(1);
  });

  it('leaves the customer in the same Interaction who writes later', async () => {
    const deployment = deployed();
    await deployment.callBackend(URL, { channel: SMS, requestId });
    await deployment.settle();
    await new Customer(deployment.twilio, CUSTOMER_NUMBER).write(BUSINESS_NUMBER, 'Hello');
    await deployment.settle();
    expect(openConversations(deployment)).toHaveLength(1);
    expect(deployment.liveTasks).toHaveLength(1);
  });

  it('in a channel that exists, without routing of its own', async () => {
    const deployment = deployed();
    const { body } = await deployment.callBackend(URL, { channel: SMS, requestId });
    await deployment.settle();
    const again = await deployment.callBackend(URL, {
      channel: { type: 'sms', sid: body.channelSid },
      requestId: 'form-4712',
    });
    expect([201, 400]).toContain(again.status);
    expect(lastCreation(deployment, 'Channel')).toMatchObject({ sid: body.channelSid });
    expect(lastCreation(deployment, 'Routing')).toEqual({});
  });
});

describe('a request comes once', () => {
  it('gets the same answer again, for a day; with other parameters it is refused', async () => {
    const deployment = deployed();
    const first = await deployment.callBackend(URL, { channel: SMS, requestId });
    await deployment.settle(3_600_000);
    expect(await deployment.callBackend(URL, { channel: SMS, requestId })).toMatchObject({
      status: 201,
      body: first.body,
    });
    expect(await refusalOf(deployment.callBackend(URL, { channel: CHAT, requestId }))).toMatchObject({
      status: 409,
      code: 'request_id_reused',
    });
    expect(deployment.liveTasks).toHaveLength(1);
  });

  it('is refused for a customer whom an agent serves, also in an Interaction that is not ours', async () => {
    for (const isOurs of [true, false]) {
      const deployment = deployed();
      const [ada] = deployment.account.agents;
      ada?.setActivity('Available');
      const received = await new Customer(deployment.twilio, CUSTOMER_NUMBER).write(BUSINESS_NUMBER, 'Hello');
      await deployment.settle();
      ada?.accept();
      await deployment.settle();
      const mediaChannelSid = received?.conversation.entity.sid ?? '';
      const service = deployment.twilio.sync.findService('default');
      const record = service?.byName.get(`interaction-${mediaChannelSid}`);
      if (service && record) deployment.twilio.sync.removeDocument(service, record);
      const [task] = deployment.liveTasks;
      if (!isOurs && task) task.entity.attributes = task.entity.attributes.replace('routedBy', 'madeBy');
      const channel = { type: 'sms', mediaChannelSid };
      expect(await refusalOf(deployment.callBackend(URL, { channel, requestId }))).toMatchObject({
        status: 409,
        code: 'conversation_already_open',
        details: { conversationSid: mediaChannelSid, with: 'another_agent' },
      });
      expect(deployment.recordOf(mediaChannelSid)).toMatchObject({ state: isOurs ? 'routed' : 'foreign' });
      expect(deployment.liveTasks).toHaveLength(1);
    }
  });

  it('is refused for a customer who is in an open Conversation', async () => {
    const deployment = deployed();
    const received = await new Customer(deployment.twilio, CUSTOMER_NUMBER).write(BUSINESS_NUMBER, 'Hello');
    await deployment.settle();
    const mediaChannelSid = received?.conversation.entity.sid;
    for (const channel of [SMS, { type: 'sms', mediaChannelSid }]) {
      expect(await refusalOf(deployment.callBackend(URL, { channel, requestId: 'form-1' }))).toMatchObject({
        status: 409,
        code: 'conversation_already_open',
        details: { conversationSid: mediaChannelSid, with: 'nobody' },
      });
      await deployment.settle(25 * 3_600_000);
    }
  });

  it.each([
    ['sms', SMS],
    ['chat', CHAT],
    ['email', EMAIL],
  ])('whatever befalls any call of %s', async (_, channel) => {
    const play = async (strike?: Parameters<typeof faultyInvocation>[1]) => {
      const deployment = deployed();
      const parameters = {
        channel,
        requestId,
        request: { headers: { authorization: 'Bearer backend-key' } },
      };
      const invocation = faultyInvocation(deployment.platform(), strike);
      void deployment.call(URL, parameters, invocation.platform);
      await deployment.settle(12_000);
      const again = await settled(deployment, deployment.call(URL, parameters));
      await deployment.settle(2_000);
      const outcome = [
        again.status,
        openConversations(deployment).length,
        deployment.liveTasks.length,
      ].join();
      return { calls: invocation.calls.length, outcome, ...strike };
    };
    const { calls } = await play();
    const problems: object[] = [];
    for (let at = 0; at < calls; at++) {
      for (const fault of FAULTS) {
        const cell = await play({ fault, at });
        if (cell.outcome !== '201,1,1') problems.push(cell);
      }
    }
    expect(calls).toBeGreaterThan(2);
    expect(problems).toEqual([]);
  });
});

describe('who and what is refused', () => {
  it('a caller without the key, or with another one', async () => {
    const deployment = deployed();
    expect(await refusalOf(deployment.call(URL, { channel: SMS, requestId }))).toMatchObject({
      status: 401,
      code: 'token_missing',
      calls: 0,
    });
    expect(await refusalOf(deployment.callBackend(URL, { channel: SMS, requestId }, 'wrong'))).toMatchObject({
      status: 401,
      code: 'token_invalid',
      calls: 0,
    });
  });

  const sid = (prefix: string) => `${prefix}${'ab'.repeat(16)}`;
  it.each([
    ['requestId', { channel: SMS }],
    ['channel', { requestId }],
    ['channel', { requestId, channel: 'sms' }],
    ['channel.type', { requestId, channel: { type: 'fax' } }],
    ['channel.mediaChannelSid', { requestId, channel: { type: 'sms', mediaChannelSid: 'CH1' } }],
    ['channel.mediaChannelSid', { requestId, channel: { type: 'sms', mediaChannelSid: sid('CH') } }],
    ['channel.sid', { requestId, channel: { type: 'sms', sid: sid('UO'), mediaChannelSid: sid('CH') } }],
    ['channel.fromName', { requestId, channel: { ...EMAIL, fromName: '' } }],
    ['channel.participants', { requestId, channel: { type: 'sms', participants: [] } }],
    [
      'channel.participants.0.proxyAddress',
      { requestId, channel: { type: 'sms', participants: [{ address: '+12' }] } },
    ],
    [
      'channel.participants.0.identity',
      { requestId, channel: { type: 'chat', participants: [{ name: 'Ella' }] } },
    ],
    ['channel.color', { requestId, channel: { ...SMS, color: 'red' } }],
    ['routing.priority', { requestId, channel: SMS, routing: { priority: -1 } }],
    ['routing.timeoutSeconds', { requestId, channel: SMS, routing: { timeoutSeconds: 1_209_601 } }],
    ['routing.workflowSid', { requestId, channel: SMS, routing: { workflowSid: sid('WQ') } }],
    [
      'routing.attributes',
      { requestId, channel: SMS, routing: { attributes: { flexInteractionSid: 'KD' } } },
    ],
    ['routing.worker', { requestId, channel: SMS, routing: { worker: 'x' } }],
    ['channel', { requestId, channel: SMS, routing: { workflowSid: sid('WW') } }],
    ['interactionContextSid', { requestId, channel: SMS, interactionContextSid: 'x' }],
    ['webhookTtid', { requestId, channel: SMS, webhookTtid: 'x' }],
  ])('a wrong %s, by name', async (field, parameters) => {
    const deployment = deployed();
    const refusal = await refusalOf(deployment.callBackend(URL, parameters));
    expect(refusal).toMatchObject({ status: 400, code: 'invalid_request' });
    expect(Object.keys((refusal.details as { fields: object }).fields)).toContain(field);
    expect(deployment.liveTasks).toEqual([]);
    expect(openConversations(deployment)).toEqual([]);
  });
});
