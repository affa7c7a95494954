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
