import { flexWithAgents, namesIn, outboundChannel, SET_UP_MS, tasksOf } from './flex-with-agents';
import { BY_REST, CUSTOMER, smsBinding } from './twilio-with-hooks';

describe('a channel that cannot be set up fails after the answer, and its task is canceled', () => {
  it('45355: nobody is in the Conversation', async () => {
    const { clock, begin, createFor, events } = flexWithAgents();
    const conversation = begin(false);
    const interaction = createFor(conversation);
    expect(tasksOf(interaction)[0]?.assignment_status).not.toBe('canceled');
    await clock.advance(SET_UP_MS);
    expect(interaction.channel).toMatchObject({ status: 'failed', error_code: 45355 });
    expect(tasksOf(interaction)[0]?.assignment_status).toBe('canceled');
    expect(events).toMatchObject([
      { EventType: 'onInteractionCreated' },
      {
        EventType: 'onChannelCreateFailed',
        ErrorCode: '45355',
        ErrorMessage: interaction.channel.error_message,
        MediaChannelSid: conversation.entity.sid,
      },
      { EventType: 'task.canceled' },
    ]);
  });

  it('45354: the Conversation is closed', async () => {
    const { clock, twilio, begin, createFor } = flexWithAgents();
    const conversation = begin();
    twilio.conversationActions.setState(conversation, 'closed', 'API', BY_REST);
    const { channel } = createFor(conversation);
    await clock.advance(SET_UP_MS);
    expect(channel).toMatchObject({ status: 'failed', error_code: 45354 });
  });

  it('45356: there is no such Conversation', async () => {
    const { clock, twilio, begin, createFor } = flexWithAgents();
    const conversation = begin();
    twilio.conversationActions.remove(conversation, BY_REST);
    const { channel } = createFor(conversation);
    await clock.advance(SET_UP_MS);
    expect(channel).toMatchObject({ status: 'failed', error_code: 45356 });
  });

  it('45353: the Conversation has a channel; the later is dropped, and its cancellation names the good one', async () => {
    const { clock, twilio, begin, createFor, events } = flexWithAgents();
    const conversation = begin();
    const [first, second] = [createFor(conversation), createFor(conversation)];
    await clock.advance(SET_UP_MS);
    expect(first.channel).toMatchObject({ status: 'active', error_code: null });
    expect(second.channel).toMatchObject({ status: 'failed', error_code: 45353 });
    expect(tasksOf(first)[0]?.assignment_status).not.toBe('canceled');
    expect(twilio.interactions.ofConversation(conversation.entity.sid)).toBe(first);
    expect(conversation.entity.state).toBe('active');
    const canceled = events.filter(({ EventType: type }) => type === 'task.canceled');
    expect(canceled).toHaveLength(1);
    expect(JSON.parse(canceled[0]?.TaskAttributes ?? '')).toMatchObject({
      conversationSid: conversation.entity.sid,
      flexInteractionSid: second.entity.sid,
    });
  });

  it('45353 again for as long as the first channel lives, and not after it is closed or has failed', async () => {
    const { clock, twilio, begin, createFor } = flexWithAgents();
    const conversation = begin(false);
    const failed = createFor(conversation);
    await clock.advance(SET_UP_MS);
    expect(failed.channel.error_code).toBe(45355);
    twilio.conversationActions.addParticipant(conversation, smsBinding(), BY_REST);
    const good = createFor(conversation);
    await clock.advance(SET_UP_MS);
    expect(good.channel.status).toBe('active');
    await clock.advance(30 * 86_400_000);
    const late = createFor(conversation);
    await clock.advance(SET_UP_MS);
    expect(late.channel.error_code).toBe(45353);
  });

  it('45352: the customer of an outbound Interaction is in another Conversation', async () => {
    const { clock, twilio, account, ada, begin, routing } = flexWithAgents();
    const open = begin();
    const interaction = twilio.interactions.create(
      outboundChannel(),
      { ...routing, queue_sid: account.everyone.sid, worker_sid: ada.sid },
      {},
    );
    await clock.advance(SET_UP_MS);
    expect(interaction.channel).toMatchObject({ status: 'failed', error_code: 45352 });
    expect(interaction.channel.error_message).toContain(open.entity.sid);
    expect(interaction.conversation?.entity.state).toBe('closed');
    expect(namesIn(open)).toEqual([CUSTOMER]);
  });
});

describe('an agent joins the Conversation', () => {
  it('when they accept', async () => {
    const { clock, ada, begin, createFor } = flexWithAgents();
    const conversation = begin();
    const interaction = createFor(conversation);
    await clock.advance(SET_UP_MS);
    expect(namesIn(conversation)).toEqual([CUSTOMER]);
    ada.accept();
    expect(namesIn(conversation)).toEqual([CUSTOMER, ada.identity]);
    expect(interaction.participants.map(({ entity }) => entity.type)).toEqual(['customer', 'agent']);
  });

  it('when the channel is set up, if they accepted before that', async () => {
    const { clock, ada, begin, createFor } = flexWithAgents();
    const conversation = begin();
    const { channel } = createFor(conversation);
    ada.accept();
    expect(channel.status).toBe('setup');
    expect(namesIn(conversation)).toEqual([CUSTOMER]);
    await clock.advance(SET_UP_MS);
    expect(namesIn(conversation)).toEqual([CUSTOMER, ada.identity]);
    ada.write(conversation.entity.sid, 'Good morning');
  });

  it('never, if the channel fails', async () => {
    const { clock, ada, begin, createFor } = flexWithAgents();
    const conversation = begin(false);
    const interaction = createFor(conversation);
    ada.accept();
    await clock.advance(SET_UP_MS);
    expect(namesIn(conversation)).toEqual([]);
    expect(tasksOf(interaction)[0]?.assignment_status).toBe('completed');
  });

  it('of an outbound Interaction with the customer, whom it adds', async () => {
    const { clock, twilio, account, ada, routing } = flexWithAgents();
    const interaction = twilio.interactions.create(
      outboundChannel(),
      { ...routing, queue_sid: account.everyone.sid, worker_sid: ada.sid },
      {},
    );
    await clock.advance(SET_UP_MS);
    ada.accept();
    const { conversation } = interaction;
    if (!conversation) throw new Error('no Conversation');
    expect(namesIn(conversation)).toEqual([CUSTOMER, ada.identity]);
    expect(tasksOf(interaction)[0]?.attributes).toMatchObject({ direction: 'outbound' });
  });
});
