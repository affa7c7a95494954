import { EmbeddedTwilio } from '../../simulator/embedded-twilio';
import { ManualClock } from '../../simulator/kernel/clock';
import { operationsDriven, operationsOffered, sdkClientOf } from './sdk-client';

const HOOK = 'https://example.com/hook';

/** Users, roles, credentials, bindings and notifications are no part of a Flex back end. */
const NOT_SIMULATED =
  /(User|Role|Credential|ServiceBinding|ServiceNotification)|^Update(Service)?Configuration$/;

function connect() {
  const clock = new ManualClock();
  const embedded = new EmbeddedTwilio({ clock, seed: 'sdk' });
  return { clock, embedded, api: sdkClientOf(embedded).conversations.v1 };
}

type ConversationsApi = ReturnType<typeof connect>['api'];
type SharedApi = Pick<
  ConversationsApi,
  'conversations' | 'participantConversations' | 'conversationWithParticipants'
>;

/** Drives all operations on Conversations, which are the same below the account and below a service. */
async function driveConversations(api: SharedApi) {
  const created = await api.conversations.create({
    friendlyName: 'Ella',
    uniqueName: 'ella',
    attributes: '{"a":1}',
    'timers.inactive': 'PT1M',
    'timers.closed': 'PT10M',
  });
  expect(created).toMatchObject({ friendlyName: 'Ella', state: 'active', attributes: '{"a":1}' });
  expect(created.dateCreated).toEqual(new Date('2026-01-05T09:00:00Z'));
  const conversation = api.conversations(created.sid);
  expect((await api.conversations('ella').fetch()).sid).toBe(created.sid);
  expect((await conversation.update({ friendlyName: 'Ella B.' })).friendlyName).toBe('Ella B.');
  expect((await conversation.fetch()).attributes).toBe('{"a":1}');
  expect((await api.conversations.list({ limit: 5 })).map(({ sid }) => sid)).toContain(created.sid);

  const customer = await conversation.participants.create({
    'messagingBinding.address': '+12025550143',
    'messagingBinding.proxyAddress': '+14155550111',
  });
  expect(customer.messagingBinding).toEqual({
    type: 'sms',
    address: '+12025550143',
    proxy_address: '+14155550111',
  });
  const agent = await conversation.participants.create({ identity: 'ada' });
  expect((await conversation.participants('ada').fetch()).sid).toBe(agent.sid);
  expect((await conversation.participants.list()).map(({ sid }) => sid)).toEqual([customer.sid, agent.sid]);
  const changed = await conversation.participants(agent.sid).update({ attributes: '{"role":"agent"}' });
  expect(changed).toMatchObject({ identity: 'ada', attributes: '{"role":"agent"}' });
  expect(await conversation.participants(agent.sid).remove()).toBe(true);

  const message = await conversation.messages.create({ author: '+12025550143', body: 'Hello' });
  expect(message).toMatchObject({ index: 0, participantSid: customer.sid, body: 'Hello' });
  expect((await conversation.messages(message.sid).update({ body: 'Hi' })).body).toBe('Hi');
  expect((await conversation.messages(message.sid).fetch()).author).toBe('+12025550143');
  const second = await conversation.messages.create({ author: 'bot', body: 'Second' });
  expect((await conversation.messages.list({ order: 'desc' })).map(({ body }) => body)).toEqual([
    'Second',
    'Hi',
  ]);
  expect(await conversation.messages(message.sid).deliveryReceipts.list()).toEqual([]);
  const { deliveryReceipts } = conversation.messages(second.sid);
  const [receipt] = await deliveryReceipts.list();
  expect(receipt).toMatchObject({ status: 'sent', participantSid: customer.sid });
  expect((await deliveryReceipts(receipt?.sid ?? '').fetch()).channelMessageSid).toMatch(/^SM/);
  expect(await conversation.messages(message.sid).remove()).toBe(true);

  const webhook = await conversation.webhooks.create({
    target: 'webhook',
    'configuration.url': HOOK,
    'configuration.method': 'post',
    'configuration.filters': ['onMessageAdded', 'onParticipantAdded'],
  });
  expect(webhook.configuration).toMatchObject({
    url: HOOK,
    filters: ['onMessageAdded', 'onParticipantAdded'],
  });
  const rewired = await conversation.webhooks(webhook.sid).update({ 'configuration.url': `${HOOK}/2` });
  expect(rewired.configuration).toMatchObject({ url: `${HOOK}/2`, method: 'post' });
  expect((await conversation.webhooks(webhook.sid).fetch()).target).toBe('webhook');
  expect(await conversation.webhooks.list()).toHaveLength(1);
  expect(await conversation.webhooks(webhook.sid).remove()).toBe(true);
  return created.sid;
}

async function driveParticipantConversations(api: SharedApi) {
  const created = await api.conversationWithParticipants.create({
    friendlyName: 'Both',
    participant: [
      JSON.stringify({ messaging_binding: { address: '+12025550188', proxy_address: '+14155550111' } }),
      JSON.stringify({ identity: 'grace' }),
    ],
  });
  const byAddress = await api.participantConversations.list({ address: '+12025550188' });
  const byIdentity = await api.participantConversations.list({ identity: 'grace' });
  for (const found of [byAddress, byIdentity]) {
    expect(found).toMatchObject([{ conversationSid: created.sid, conversationState: 'active' }]);
  }
  expect(byAddress[0]?.participantMessagingBinding).toMatchObject({ address: '+12025550188', type: 'sms' });
  expect(await api.conversations(created.sid).remove()).toBe(true);
}

describe('the SDK on Conversations', () => {
  it('drives every operation that the embedded Twilio offers', async () => {
    const { embedded, api } = connect();
    const sid = await driveConversations(api);
    await driveParticipantConversations(api);
    await api.conversations(sid).update({ state: 'closed' });

    const service = await api.services.create({ friendlyName: 'Other' });
    expect((await api.services.list()).map(({ friendlyName }) => friendlyName)).toEqual([
      'Flex Chat Service',
      'Other',
    ]);
    expect((await api.services(service.sid).fetch()).dateCreated).toBeInstanceOf(Date);
    const below = api.services(service.sid);
    // Nominal types of the SDK keep apart what has the same methods.
    const same = below as unknown as SharedApi;
    await driveConversations(same);
    await driveParticipantConversations(same);
    expect((await below.configuration().fetch()).chatServiceSid).toBe(service.sid);
    await below.configuration.webhooks().update({ postWebhookUrl: HOOK, filters: ['onConversationAdded'] });
    expect(await below.configuration.webhooks().fetch()).toMatchObject({
      postWebhookUrl: HOOK,
      filters: ['onConversationAdded'],
      method: 'POST',
    });
    expect(await api.services(service.sid).remove()).toBe(true);

    expect((await api.configuration().fetch()).defaultChatServiceSid).toBe(
      embedded.conversations.defaultServiceSid,
    );
    await api.configuration.webhooks().update({ postWebhookUrl: HOOK, filters: ['onMessageAdded'] });
    expect((await api.configuration.webhooks().fetch()).filters).toEqual(['onMessageAdded']);

    const address = await api.addressConfigurations.create({
      type: 'sms',
      address: '+14155550111',
      'autoCreation.enabled': true,
      'autoCreation.type': 'webhook',
      'autoCreation.webhookUrl': HOOK,
      'autoCreation.webhookFilters': ['onMessageAdded'],
    });
    expect(address.autoCreation).toMatchObject({ enabled: true, type: 'webhook', webhook_url: HOOK });
    const renamed = await api.addressConfigurations('+14155550111').update({ friendlyName: 'Main' });
    expect(renamed).toMatchObject({ sid: address.sid, friendlyName: 'Main' });
    expect((await api.addressConfigurations(address.sid).fetch()).autoCreation).toEqual(address.autoCreation);
    expect(await api.addressConfigurations.list({ type: 'whatsapp' })).toEqual([]);
    expect(await api.addressConfigurations.list({ type: 'sms' })).toHaveLength(1);
    expect(await api.addressConfigurations(address.sid).remove()).toBe(true);

    expect(operationsDriven(embedded, 'conversations_v1')).toEqual(
      operationsOffered('conversations_v1', NOT_SIMULATED),
    );
  });
});

describe('the configuration of a service', () => {
  it('is changed one setting at a time', async () => {
    const { embedded, api } = connect();
    const configuration = api.services(embedded.conversations.defaultServiceSid).configuration();
    const { defaultConversationRoleSid: before } = await configuration.fetch();
    const roleSid = `RL${'1'.repeat(32)}`;
    expect(await configuration.update({ reachabilityEnabled: true })).toMatchObject({
      reachabilityEnabled: true,
      defaultConversationRoleSid: before,
    });
    for (const name of [
      'defaultConversationCreatorRoleSid',
      'defaultConversationRoleSid',
      'defaultChatServiceRoleSid',
    ] as const)
      expect((await configuration.update({ [name]: roleSid }))[name]).toBe(roleSid);
    expect(await configuration.fetch()).toMatchObject({
      reachabilityEnabled: true,
      defaultConversationCreatorRoleSid: roleSid,
      defaultConversationRoleSid: roleSid,
      defaultChatServiceRoleSid: roleSid,
    });
  });

  it('belongs to a service that can be deleted, unless it is the default one', async () => {
    const { embedded, api } = connect();
    const sid = embedded.conversations.defaultServiceSid;
    await expect(api.services(sid).remove()).rejects.toMatchObject({ status: 400 });
    expect(await api.services.list()).toHaveLength(1);
  });
});

describe('the default timers of the account', () => {
  it('are set, are those of new Conversations, and are taken away by nothing', async () => {
    const { clock, api } = connect();
    const configuration = api.configuration();
    await configuration.update({ defaultInactiveTimer: 'PT2M', defaultClosedTimer: 'P1DT1H1M1S' });
    expect(await configuration.fetch()).toMatchObject({
      defaultInactiveTimer: 'PT2M',
      defaultClosedTimer: 'P1DT1H1M1S',
    });
    const { sid } = await api.conversations.create();
    await clock.advance(2 * 60_000);
    expect((await api.conversations(sid).fetch()).state).toBe('inactive');
    await clock.advance(25 * 3_600_000 + 61_000);
    expect((await api.conversations(sid).fetch()).state).toBe('closed');

    await configuration.update({ defaultInactiveTimer: 'PT0S', defaultClosedTimer: '' });
    const untimed = await api.conversations.create();
    await clock.advance(365 * 86_400_000);
    expect((await api.conversations(untimed.sid).fetch()).state).toBe('active');
  });

  it.each([
    [{ defaultInactiveTimer: 'PT59S' }, /DefaultInactiveTimer must be at least 1 minutes/],
    [{ defaultClosedTimer: 'PT9M' }, /DefaultClosedTimer must be at least 10 minutes/],
    [{ defaultClosedTimer: 'soon' }, /DefaultClosedTimer is not an ISO 8601 duration/],
  ])('are refused as %j', async (timers, message) => {
    const { api } = connect();
    const before = await api.configuration().fetch();
    await expect(api.configuration().update(timers)).rejects.toMatchObject({
      status: 400,
      message: expect.stringMatching(message) as string,
    });
    expect((await api.configuration().fetch()).toJSON()).toEqual(before.toJSON());
  });
});

describe('what the Conversations API refuses or does not find', () => {
  it('an address that has a configuration', async () => {
    const { api } = connect();
    const address = { type: 'sms', address: '+14155550111' } as const;
    const created = await api.addressConfigurations.create(address);
    await expect(api.addressConfigurations.create(address)).rejects.toMatchObject({
      status: 409,
      code: 50460,
    });
    expect(
      (await api.addressConfigurations(created.sid).update({ 'autoCreation.enabled': true })).autoCreation,
    ).toMatchObject({ enabled: true });
  });

  it('what is not in a Conversation', async () => {
    const { api } = connect();
    const { sid } = await api.conversations.create();
    const conversation = api.conversations(sid);
    const none = '0'.repeat(32);
    const message = await conversation.messages.create({ body: 'Hello' });
    for (const fetched of [
      conversation.participants(`MB${none}`).fetch(),
      conversation.messages(`IM${none}`).fetch(),
      conversation.messages(message.sid).deliveryReceipts(`DY${none}`).fetch(),
      conversation.webhooks(`WH${none}`).fetch(),
    ])
      await expect(fetched).rejects.toMatchObject({ status: 404, code: 20404 });
  });

  it('a webhook without a URL, but for one of Studio', async () => {
    const { api } = connect();
    const { sid } = await api.conversations.create();
    const { webhooks } = api.conversations(sid);
    await expect(webhooks.create({ target: 'webhook' })).rejects.toMatchObject({ status: 400 });
    const flowSid = `FW${'1'.repeat(32)}`;
    const studio = await webhooks.create({ target: 'studio', 'configuration.flowSid': flowSid });
    expect(studio.configuration).toMatchObject({ flow_sid: flowSid });
    const trigger = await webhooks.create({
      target: 'trigger',
      'configuration.url': HOOK,
      'configuration.triggers': ['help'],
    });
    expect(trigger.configuration).toMatchObject({ triggers: ['help'] });
    expect(await webhooks.list()).toHaveLength(2);
  });

  it('lists Conversations by their state and their days', async () => {
    const { clock, api } = connect();
    const first = await api.conversations.create();
    await api.conversations(first.sid).update({ state: 'closed' });
    await clock.advance(2 * 86_400_000);
    const second = await api.conversations.create();
    const sidsOf = async (filter: Parameters<typeof api.conversations.list>[0]) =>
      (await api.conversations.list(filter)).map(({ sid }) => sid);
    expect(await sidsOf({ state: 'closed' })).toEqual([first.sid]);
    expect(await sidsOf({ startDate: '2026-01-06' })).toEqual([second.sid]);
    expect(await sidsOf({ endDate: '2026-01-06' })).toEqual([first.sid]);
  });
});
