import { flexWithAgents, INTERACTIONS, outboundChannel, SET_UP_MS, tasksOf } from './flex-with-agents';
import { callRest } from './rest-caller';
import { BY_REST, CUSTOMER, OTHER_CUSTOMER, smsBinding } from './twilio-with-hooks';

describe('the creation of an Interaction', () => {
  it('is answered before its channel is set up', async () => {
    const { clock, begin, createFor, events } = flexWithAgents();
    const { channel } = createFor(begin());
    expect(channel.status).toBe('setup');
    await clock.advance(SET_UP_MS);
    expect(channel).toMatchObject({ status: 'active', error_code: null });
    expect(events.map(({ EventType: type }) => type)).toEqual([
      'onInteractionCreated',
      'onChannelCreated',
      'onParticipantJoined',
    ]);
  });

  it('gives the task what Flex knows, beside what it was given', () => {
    const { begin, createFor } = flexWithAgents();
    const conversation = begin();
    const { entity, channel, invites, ...interaction } = createFor(conversation, {
      customerName: 'Ella',
      customerAddress: CUSTOMER,
      orderNumber: 17,
    });
    expect(tasksOf({ entity, channel, invites, ...interaction })[0]?.attributes).toMatchObject({
      customerName: 'Ella',
      orderNumber: 17,
      customers: { name: 'Ella', phone: CUSTOMER, email: null },
      flexInteractionSid: entity.sid,
      flexInteractionChannelSid: channel.sid,
      flexChannelInviteSid: invites[0]?.entity.sid,
      conversationSid: conversation.entity.sid,
      channelType: 'sms',
      direction: 'inbound',
      initiatedBy: 'customer',
    });
  });

  it.each([
    ['a workspace that does not exist', { workspace_sid: `WS${'0'.repeat(32)}` }],
    ['a workflow that does not exist', { workflow_sid: `WW${'0'.repeat(32)}` }],
    ['a queue in place of a workflow', { workflow_sid: `WQ${'0'.repeat(32)}` }],
    ['a field that Twilio does not have', { workspaceSid: 'x' }],
    ['attributes that are no object', { attributes: 'text' }],
  ])('is refused at once with %s, and makes nothing', async (_, wrong) => {
    const { twilio, begin, routing } = flexWithAgents();
    const answer = await callRest(twilio, `POST ${INTERACTIONS}`, {
      form: {
        Channel: {
          type: 'sms',
          initiated_by: 'customer',
          properties: { media_channel_sid: begin().entity.sid },
        },
        Routing: { properties: { ...routing, ...wrong } },
      },
    });
    expect(answer.status).toBe(400);
    expect(twilio.interactions.interactions.size).toBe(0);
    expect(twilio.workspace.tasks.size).toBe(0);
  });

  it('by an agent is refused with a worker who does not exist, and leaves no Conversation behind', async () => {
    const { twilio, account, routing } = flexWithAgents();
    const answer = await callRest(twilio, `POST ${INTERACTIONS}`, {
      form: {
        Channel: outboundChannel(),
        Routing: {
          properties: { ...routing, queue_sid: account.everyone.sid, worker_sid: `WK${'0'.repeat(32)}` },
        },
      },
    });
    expect(answer).toMatchObject({ status: 400, body: { code: 40155 } });
    expect(twilio.conversations.conversations.size).toBe(0);
  });

  it('by an agent needs a queue and a worker', async () => {
    const { twilio, routing } = flexWithAgents();
    const answer = await callRest(twilio, `POST ${INTERACTIONS}`, {
      form: { Channel: outboundChannel(), Routing: { properties: routing } },
    });
    expect(answer).toMatchObject({
      status: 400,
      body: { code: 45004, message: expect.stringContaining('worker_sid') as string },
    });
  });
});

describe('Interaction webhooks', () => {
  it('of one Interaction hear of that one only', async () => {
    const { clock, twilio, begin, createFor, events } = flexWithAgents();
    twilio.interactionWebhooks.webhooks.clear();
    const ttid = 'flex_interactionwebhook_2';
    twilio.interactionWebhooks.webhooks.set(ttid, {
      ttid,
      type: 'interaction',
      friendlyName: null,
      url: 'https://example.com/one',
      method: 'POST',
      events: ['onChannelCreated'],
    });
    const other = begin(false);
    twilio.conversationActions.addParticipant(other, smsBinding(OTHER_CUSTOMER), BY_REST);
    const [first, second] = [createFor(begin()), createFor(other)];
    first.entity.webhook_ttid = ttid;
    await clock.advance(SET_UP_MS);
    expect(second.channel.status).toBe('active');
    expect(events.filter(({ InteractionSid: sid }) => sid !== undefined)).toMatchObject([
      { EventType: 'onChannelCreated', InteractionSid: first.entity.sid, ChannelSid: first.channel.sid },
    ]);
  });
});
