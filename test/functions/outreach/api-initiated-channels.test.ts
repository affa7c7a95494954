import { parseObject } from '../../../simulator/kernel/parse-object';
import { BUSINESS_NUMBER, CUSTOMER_NUMBER, Deployment, VIP_NUMBER } from '../../support/deployment';
import { lastCreation, openConversations, refusalOf } from './outreach-deployment';

const URL = '/backend/interactions';
const requestId = 'form-4711';
const PAIR = { address: CUSTOMER_NUMBER, proxyAddress: BUSINESS_NUMBER };
const WHATSAPP = { address: `whatsapp:${CUSTOMER_NUMBER}`, proxyAddress: `whatsapp:${BUSINESS_NUMBER}` };
const ELLA = { level: 'to', name: 'Ella', address: 'ella@example.com' };
const EMAIL = { type: 'email', from: 'support@example.com', fromName: 'Support' };

function binding({ twilio }: Deployment, conversationSid: unknown) {
  const conversation = twilio.conversations.find(String(conversationSid));
  const [participant] = conversation?.participants.values() ?? [];
  const { address, proxy_address: proxyAddress } = participant?.messaging_binding ?? {};
  return { address, proxyAddress };
}

describe('a Conversation is made for the address pair, as Twilio writes it', () => {
  it.each([
    ['sms', PAIR, PAIR, 'sms'],
    ['whatsapp', PAIR, WHATSAPP, 'chat'],
    ['whatsapp', WHATSAPP, WHATSAPP, 'chat'],
  ])('%s of %j', async (type, participant, expected, taskChannel) => {
    const deployment = new Deployment();
    const channel = { type, participants: [participant] };
    const { status, body, calls } = await deployment.callBackend(URL, { channel, requestId });
    expect([status, calls]).toEqual([201, 6]);
    expect(binding(deployment, body.conversationSid)).toEqual(expected);
    expect(lastCreation(deployment, 'Channel')).toEqual({
      type,
      initiated_by: 'api',
      properties: { media_channel_sid: body.conversationSid },
    });
    const { properties } = lastCreation(deployment, 'Routing');
    expect(properties).toMatchObject({ task_channel_unique_name: taskChannel });
    expect((properties as { attributes: object }).attributes).toEqual({
      customerAddress: participant.address,
      from: participant.address,
      businessAddress: expected.proxyAddress,
      requestKey: expect.any(String) as string,
      routedBy: 'flex-conversations-functions',
    });
  });
});

describe("what Twilio's documentation calls otherwise", () => {
  const { address, proxyAddress: proxy_address } = PAIR;

  it('is taken, and is the same request', async () => {
    const deployment = new Deployment();
    const begin = (participant: object) =>
      deployment.callBackend(URL, { channel: { type: 'sms', participants: [participant] }, requestId });
    const first = await begin({ address, proxy_address });
    expect(first.status).toBe(201);
    expect(binding(deployment, first.body.conversationSid)).toEqual(PAIR);
    for (const participant of [
      PAIR,
      { ...PAIR, proxy_address },
      { address, proxy_address, proxyAddress: null },
    ])
      expect(await begin(participant)).toMatchObject({ status: 201, body: first.body });
  });
});

describe('what is null is as if it were left out', () => {
  it('in the channel, its participants and the routing, also as JSON', async () => {
    const deployment = new Deployment();
    const nothing = { sid: null, mediaChannelSid: null, from: null, fromName: null };
    const participant = { ...PAIR, identity: null, level: null, name: null };
    const channel = { type: 'sms', ...nothing, participants: [participant] };
    const routing = {
      workflowSid: null,
      queueSid: null,
      workerSid: null,
      priority: null,
      timeoutSeconds: null,
      taskChannel: null,
      attributes: null,
    };
    const first = await deployment.callBackend(URL, { channel, routing, requestId });
    expect(first.status).toBe(201);
    expect(binding(deployment, first.body.conversationSid)).toEqual(PAIR);
    for (const parameters of [
      { channel: JSON.stringify(channel), routing: JSON.stringify(routing) },
      { channel: { type: 'sms', participants: [PAIR] }, routing: {} },
    ])
      expect(await deployment.callBackend(URL, { ...parameters, requestId })).toMatchObject({
        status: 201,
        body: first.body,
      });
  });

  it('so that participants may be it, too', async () => {
    const deployment = new Deployment();
    const channel = { type: 'sms', mediaChannelSid: `CH${'ab'.repeat(16)}`, participants: null };
    const refusal = await refusalOf(deployment.callBackend(URL, { channel, requestId }));
    expect(refusal.details).toEqual({
      fields: { 'channel.mediaChannelSid': 'is closed, or does not exist' },
    });
  });
});

describe('Twilio makes the Conversation', () => {
  it.each([
    [
      { ...EMAIL, participants: [ELLA] },
      { properties: { type: 'email', from: EMAIL.from, from_name: EMAIL.fromName }, participants: [ELLA] },
      { customerAddress: ELLA.address, from: 'Ella', customerName: 'Ella' },
    ],
    [
      { type: 'chat', participants: [{ identity: 'ella' }] },
      { participants: [{ identity: 'ella' }] },
      { customerAddress: 'ella', from: 'ella' },
    ],
  ])('of %j', async (channel, sent, known) => {
    const deployment = new Deployment();
    expect((await deployment.callBackend(URL, { channel, requestId })).status).toBe(201);
    expect(lastCreation(deployment, 'Channel')).toEqual({
      type: channel.type,
      initiated_by: 'api',
      ...sent,
    });
    const { properties } = lastCreation(deployment, 'Routing');
    expect((properties as { attributes: object }).attributes).toEqual({
      ...known,
      requestKey: expect.any(String) as string,
      routedBy: 'flex-conversations-functions',
    });
    const [task] = deployment.twilio.workspace.tasks.values();
    expect(parseObject(task?.entity.attributes ?? '')).toMatchObject({ direction: 'inbound', ...known });
  });
});

describe('what contradicts itself is refused, field by field', () => {
  const CH = `CH${'ab'.repeat(16)}`;
  const UO = `UO${'ab'.repeat(16)}`;
  const ONE = 'only one of sid, mediaChannelSid and participants may be given';
  const NOBODY = 'is required, or mediaChannelSid, or sid';
  it.each<readonly [object, object]>([
    [
      { type: 'sms', sid: UO, mediaChannelSid: CH },
      { 'channel.sid': ONE, 'channel.mediaChannelSid': ONE },
    ],
    [
      { type: 'email', participants: [ELLA] },
      { 'channel.from': 'is required for email', 'channel.fromName': 'is required for email' },
    ],
    [
      { type: 'sms', participants: [PAIR, {}] },
      {
        'channel.participants.1.address': 'is required for sms',
        'channel.participants.1.proxyAddress': 'is required for sms',
      },
    ],
    ...['sms', 'whatsapp', 'web', 'chat', 'messenger', 'gbm'].map(
      (type) => [{ type }, { 'channel.participants': NOBODY }] as const,
    ),
    [EMAIL, { 'channel.participants': NOBODY }],
    [
      { type: 'sms', participants: [{ ...PAIR, proxy_address: VIP_NUMBER }] },
      { 'channel.participants.0.proxy_address': 'must be the same as proxyAddress, or be left out' },
    ],
    [{ type: 'web', participants: [{}] }, { 'channel.participants.0.identity': 'is required for web' }],
    [{ type: 'sms', mediaChannelSid: CH }, { 'channel.mediaChannelSid': 'is closed, or does not exist' }],
    [{ type: 'email', mediaChannelSid: CH }, { 'channel.mediaChannelSid': 'is closed, or does not exist' }],
  ])('%j', async (channel, fields) => {
    const deployment = new Deployment();
    const refusal = await refusalOf(deployment.callBackend(URL, { channel, requestId }));
    expect(refusal).toMatchObject({ status: 400, code: 'invalid_request' });
    expect(refusal.details).toEqual({ fields });
    expect(openConversations(deployment)).toEqual([]);
  });

  it.each(['messenger', 'gbm'])('%s needs nothing of its participants', async (type) => {
    const deployment = new Deployment();
    const channel = { type, participants: [{ name: 'Ella' }] };
    const { status, body } = await deployment.callBackend(URL, { channel, requestId });
    const { fields = {} } = (body.details ?? {}) as { fields?: object };
    expect([201, 400]).toContain(status);
    expect(Object.keys(fields).filter((name) => name.startsWith('channel.'))).toEqual([]);
  });

  it.each(['sid', 'mediaChannelSid'])('an email in what exists (%s) needs no sender', async (name) => {
    const channel = { type: 'email', [name]: name === 'sid' ? UO : CH };
    const { details } = await refusalOf(new Deployment().callBackend(URL, { channel, requestId }));
    const { fields = {} } = (details ?? {}) as { fields?: object };
    expect(Object.keys(fields)).not.toContain('channel.from');
  });
});
