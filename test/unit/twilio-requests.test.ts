import { ChannelParticipants } from '../../src/core/twilio/channel-participants';
import { ConversationMessages } from '../../src/core/twilio/conversation-messages';
import { ConversationTasks } from '../../src/core/twilio/conversation-tasks';
import { Conversations } from '../../src/core/twilio/conversations';
import type { TwilioGateway } from '../../src/core/twilio/gateway';
import { InteractionChannels } from '../../src/core/twilio/interaction-channels';
import { Interactions } from '../../src/core/twilio/interactions';
import { Invites } from '../../src/core/twilio/invites';
import { Resources } from '../../src/core/twilio/resources';
import { ScopedWebhooks } from '../../src/core/twilio/scoped-webhooks';
import { SyncDocuments } from '../../src/core/twilio/sync-documents';
import type { TransportRequest } from '../../src/core/twilio/transport';
import { answering, answeringInTurn, AWAY, CHANNEL, sid } from '../support/answering-gateway';

type Call = (gateway: TwilioGateway) => Promise<unknown>;

const SERVICE = sid('IS');
const CONVERSATION = sid('CH');
const EMPTY = { sid: sid('KD'), channel: { sid: sid('UO') }, meta: { key: 'items' }, items: [] };
const CHANGE = { ifMatch: '1', data: {}, ttlSeconds: 60 };

const ROUTING = { workspaceSid: sid('WS'), taskChannel: 'chat', attributes: { a: 1 }, priority: 5 };
const ROUTED =
  '{"properties":{"workspace_sid":"WS","task_channel_unique_name":"chat",' +
  '"attributes":{"a":1,"routedBy":"flex-conversations-functions"},"priority":5}}';

const conversations = (gateway: TwilioGateway) => new Conversations(gateway, SERVICE);
const messages = (gateway: TwilioGateway) => new ConversationMessages(gateway, SERVICE);
const webhooks = (gateway: TwilioGateway) => new ScopedWebhooks(gateway, SERVICE);
const tasks = (gateway: TwilioGateway) => new ConversationTasks(gateway, sid('WS'));
const documents = (gateway: TwilioGateway) => new SyncDocuments(gateway, SERVICE);
const participants = (gateway: TwilioGateway) => new ChannelParticipants(gateway);
const interactions = (gateway: TwilioGateway) => new Interactions(gateway);
const channels = (gateway: TwilioGateway) => new InteractionChannels(gateway);

/** As people write it: parameters as they were, and each SID as its two letters. */
function readable({ method, host, path, body }: TransportRequest): string[] {
  const text = (encoded: string) =>
    decodeURIComponent(encoded.replaceAll('+', ' ')).replace(/([A-Z]{2})1{32}/g, '$1');
  return [`${method} ${host}${text(path)}`, ...(body === undefined ? [] : [text(body)])];
}

describe('what is asked of Twilio', () => {
  it.each<[string, Call, ...string[]]>([
    [
      'who is in a Conversation, of all services its own',
      (gateway) => conversations(gateway).listParticipants(CONVERSATION),
      'GET conversations.twilio.com/v1/Services/IS/Conversations/CH/Participants?PageSize=100',
    ],
    [
      'who is in a Conversation of the default service',
      (gateway) => new Conversations(gateway, undefined).listParticipants(CONVERSATION),
      'GET conversations.twilio.com/v1/Conversations/CH/Participants?PageSize=100',
    ],
    [
      'the Conversations in a state',
      (gateway) => conversations(gateway).listByState('active', { size: 20 }),
      'GET conversations.twilio.com/v1/Services/IS/Conversations?State=active&PageSize=20',
    ],
    [
      'the Conversations since a time, from where the last page ended',
      (gateway) =>
        conversations(gateway).listByState('inactive', {
          size: 20,
          sinceMs: Date.UTC(2026, 0, 5),
          token: 'PT1',
        }),
      'GET conversations.twilio.com/v1/Services/IS/Conversations' +
        '?StartDate=2026-01-05T00:00:00.000Z&State=inactive&PageSize=20&PageToken=PT1',
    ],
    [
      'the Conversations of an identity',
      (gateway) => conversations(gateway).listOpenOf('ella'),
      'GET conversations.twilio.com/v1/Services/IS/ParticipantConversations?Identity=ella&PageSize=50',
    ],
    [
      'the newest message',
      (gateway) => messages(gateway).fetchLast(CONVERSATION),
      'GET conversations.twilio.com/v1/Services/IS/Conversations/CH/Messages?Order=desc&PageSize=1',
    ],
    [
      'to send a text',
      (gateway) => messages(gateway).add(CONVERSATION, { body: 'Hello' }),
      'POST conversations.twilio.com/v1/Services/IS/Conversations/CH/Messages',
      'Body=Hello',
    ],
    [
      'to send a template with its variables',
      (gateway) =>
        messages(gateway).add(CONVERSATION, { contentSid: sid('HX'), contentVariables: { 1: 'Ella' } }),
      'POST conversations.twilio.com/v1/Services/IS/Conversations/CH/Messages',
      'ContentSid=HX&ContentVariables={"1":"Ella"}',
    ],
    [
      'to tell every message to a URL',
      (gateway) => webhooks(gateway).addForMessages(CONVERSATION, 'https://example.com/x'),
      'POST conversations.twilio.com/v1/Services/IS/Conversations/CH/Webhooks',
      'Target=webhook&Configuration.Url=https://example.com/x&Configuration.Method=post' +
        '&Configuration.Filters=onMessageAdded',
    ],
    [
      'to create a Conversation with its Participants',
      (gateway) =>
        conversations(gateway).createWithParticipants({
          friendlyName: 'Ella',
          attributes: { a: 1 },
          participants: [{ identity: 'ella' }, { identity: 'ada' }],
        }),
      'POST conversations.twilio.com/v1/Services/IS/ConversationWithParticipants',
      'FriendlyName=Ella&Attributes={"a":1}&Participant={"identity":"ella"}&Participant={"identity":"ada"}',
    ],
    [
      'to close a Conversation',
      (gateway) => conversations(gateway).close(CONVERSATION),
      'POST conversations.twilio.com/v1/Services/IS/Conversations/CH',
      'State=closed',
    ],
    [
      'to create a Document',
      (gateway) => documents(gateway).create('x', { a: 1 }, 60),
      'POST sync.twilio.com/v1/Services/IS/Documents',
      'UniqueName=x&Data={"a":1}&Ttl=60',
    ],
    [
      'to change a Document',
      (gateway) => documents(gateway).update('x', CHANGE),
      'POST sync.twilio.com/v1/Services/IS/Documents/x',
      'Data={}&Ttl=60',
    ],
    [
      'a page of Documents',
      (gateway) => documents(gateway).list(50, 'PT1'),
      'GET sync.twilio.com/v1/Services/IS/Documents?PageSize=50&PageToken=PT1',
    ],
    [
      'whether a Conversations service exists',
      (gateway) => new Resources(gateway).fetchConversationsService(SERVICE),
      'GET conversations.twilio.com/v1/Services/IS',
    ],
    [
      'the tasks of one of several Conversations',
      (gateway) => tasks(gateway).findForAny([CONVERSATION, sid('CH', '2')]),
      `GET taskrouter.twilio.com/v1/Workspaces/WS/Tasks?EvaluateTaskAttributes=` +
        `conversationSid IN ["CH", "${sid('CH', '2')}"]&PageSize=50`,
    ],
    [
      'the tasks of a Conversation',
      (gateway) => tasks(gateway).listOfConversation(CONVERSATION),
      'GET taskrouter.twilio.com/v1/Workspaces/WS/Tasks?EvaluateTaskAttributes=conversationSid="CH"&PageSize=50',
    ],
    [
      'the tasks of a channel',
      (gateway) => tasks(gateway).listOfChannel(CHANNEL.channelSid),
      'GET taskrouter.twilio.com/v1/Workspaces/WS/Tasks' +
        '?EvaluateTaskAttributes=flexInteractionChannelSid="UO"&PageSize=50',
    ],
    [
      'the tasks of a request',
      (gateway) => tasks(gateway).listOfRequest('click-1'),
      'GET taskrouter.twilio.com/v1/Workspaces/WS/Tasks?EvaluateTaskAttributes=requestKey="click-1"&PageSize=50',
    ],
    [
      'who is in a channel',
      (gateway) => participants(gateway).list(CHANNEL),
      'GET flex-api.twilio.com/v1/Interactions/KD/Channels/UO/Participants?PageSize=100',
    ],
    [
      'the Invites of a channel',
      (gateway) => new Invites(gateway).find(CHANNEL, 'click-1'),
      'GET flex-api.twilio.com/v1/Interactions/KD/Channels/UO/Invites?PageSize=100',
    ],
    [
      'an Interaction that a customer began',
      (gateway) => interactions(gateway).createForCustomer(CONVERSATION, 'sms', ROUTING),
      'POST flex-api.twilio.com/v1/Interactions',
      'Channel={"type":"sms","initiated_by":"customer","properties":{"media_channel_sid":"CH"}}' +
        `&Routing=${ROUTED}`,
    ],
    [
      'an Interaction that an agent begins',
      (gateway) => interactions(gateway).createForAgent({ type: 'sms' }, ROUTING),
      'POST flex-api.twilio.com/v1/Interactions',
      `Channel={"type":"sms","initiated_by":"agent"}&Routing=${ROUTED}`,
    ],
    [
      'to remove an agent',
      (gateway) => participants(gateway).removeAgent(CHANNEL, sid('UT')),
      'POST flex-api.twilio.com/v1/Interactions/KD/Channels/UO/Participants/UT',
      'Status=closed',
    ],
    [
      'to close a channel with its tasks',
      (gateway) => channels(gateway).close(CHANNEL),
      'POST flex-api.twilio.com/v1/Interactions/KD/Channels/UO',
      'Status=closed&Routing={"status":"closed"}',
    ],
  ])('%s', async (_, call, ...expected) => {
    const { gateway, sent } = answering(200, EMPTY);
    await call(gateway);
    expect(sent.map(readable)).toEqual([expected]);
  });
});

it('a Document is only changed if it has the revision that was read', async () => {
  const { gateway, sent } = answering(200, {});
  await documents(gateway).update('x', CHANGE);
  expect(sent[0]?.headers).toMatchObject({ 'If-Match': '1' });
});

it('every request carries the credentials, whether the SDK makes it or we', async () => {
  const { gateway, sent } = answering(200, {});
  const credentials = { Authorization: `Basic ${Buffer.from(`${sid('AC')}:token`).toString('base64')}` };
  await webhooks(gateway).remove(CONVERSATION, sid('WH'));
  await gateway.postJson('iam.twilio.com', '/v1/x', { token: 'a' });
  expect(sent).toMatchObject([
    { method: 'DELETE', headers: credentials },
    {
      method: 'POST',
      host: 'iam.twilio.com',
      path: '/v1/x',
      headers: { ...credentials, 'Content-Type': 'application/json' },
      body: '{"token":"a"}',
    },
  ]);
});

describe('a call whose fate is unknown is sent again at once', () => {
  it.each<[string, Call]>([
    ['removes an agent', (gateway) => participants(gateway).removeAgent(CHANNEL, sid('UT'))],
    ['closes a channel', (gateway) => channels(gateway).close(CHANNEL)],
    ['closes a Conversation', (gateway) => conversations(gateway).close(CONVERSATION)],
    ['removes a Conversation', (gateway) => conversations(gateway).remove(CONVERSATION)],
    ['adds a webhook', (gateway) => webhooks(gateway).addForMessages(CONVERSATION, 'https://example.com')],
    ['removes a webhook', (gateway) => webhooks(gateway).remove(CONVERSATION, sid('WH'))],
    ['creates a Document', (gateway) => documents(gateway).create('x', {}, 60)],
    ['changes a Document', (gateway) => documents(gateway).update('x', CHANGE)],
    ['removes a Document', (gateway) => documents(gateway).remove('x')],
  ])('if it %s', async (_, call) => {
    const { gateway, sent } = answeringInTurn(AWAY, [200, { sid: sid('WH') }]);
    await call(gateway);
    expect(sent).toHaveLength(2);
    expect(sent[1]).toEqual(sent[0]);
  });

  it('but not if it writes to the customer', async () => {
    const { gateway, sent } = answeringInTurn(AWAY, [200]);
    await expect(messages(gateway).add(CONVERSATION, { body: 'Hello' })).rejects.toMatchObject({
      didNothing: false,
    });
    expect(sent).toHaveLength(1);
  });
});

describe('when only the time is left that is kept for writing the record', () => {
  it.each<[string, Call]>([
    ['changed', (gateway) => documents(gateway).update('x', CHANGE)],
    ['removed', (gateway) => documents(gateway).remove('x')],
  ])('a Document is %s', async (_, call) => {
    const { gateway, sent, useUpTime } = answering(200, { revision: '2', data: {} });
    useUpTime();
    await call(gateway);
    expect(sent).toHaveLength(1);
  });

  it('nothing else is asked', async () => {
    const { gateway, sent, useUpTime } = answering(200, EMPTY);
    useUpTime();
    await expect(documents(gateway).create('x', {}, 60)).rejects.toMatchObject({ kind: 'unreachable' });
    expect(sent).toEqual([]);
  });
});
