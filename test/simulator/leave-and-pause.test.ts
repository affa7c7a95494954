import type { StoredConversation } from '../../simulator/conversations/conversation-store';
import { flexWithAgents, namesIn, tasksOf } from './flex-with-agents';
import { CUSTOMER } from './twilio-with-hooks';

const DAY_MS = 86_400_000;

function answer({ twilio }: ReturnType<typeof flexWithAgents>, conversation: StoredConversation): void {
  const origin = { source: 'SMS', channel: true } as const;
  twilio.conversationActions.addMessage(conversation, { author: CUSTOMER, body: 'Yes' }, origin);
}

describe('an agent who leaves', () => {
  it('wraps up and goes; the channel is inactive, and the Conversation stays open', async () => {
    const flex = flexWithAgents();
    const { conversation, interaction } = await flex.converse();
    flex.ada.leave();
    expect(tasksOf(interaction)).toMatchObject([{ assignment_status: 'wrapping' }]);
    expect(interaction.channel.status).toBe('inactive');
    expect(conversation.entity.state).toBe('active');
    expect(namesIn(conversation)).toEqual([CUSTOMER]);
    await flex.clock.advance(0);
    expect(flex.events.map(({ ChannelStatus }) => ChannelStatus)).toContain('inactive');
  });

  it("is followed, with the customer's reply, by a new task in the same Conversation that anybody may get", async () => {
    const flex = flexWithAgents();
    const { conversation, interaction } = await flex.converse();
    flex.ada.leave();
    flex.ada.complete(flex.ada.reservations[0]);
    flex.ada.setActivity('Offline');
    flex.grace.setActivity('Available');
    answer(flex, conversation);
    expect(interaction.channel.status).toBe('active');
    const [, second] = tasksOf(interaction);
    expect(second).toMatchObject({
      assignment_status: 'reserved',
      attributes: { customerName: 'Ella', conversationSid: conversation.entity.sid },
    });
    flex.grace.accept();
    expect(namesIn(conversation)).toEqual([CUSTOMER, flex.grace.identity]);
    answer(flex, conversation);
    expect(tasksOf(interaction)).toHaveLength(2);
  });

  it('is followed by nothing but an active channel where routing is custom', async () => {
    const flex = flexWithAgents();
    flex.twilio.interactions.leaveAndPause.routing = 'custom';
    const { conversation, interaction } = await flex.converse();
    flex.ada.leave();
    answer(flex, conversation);
    expect(interaction.channel.status).toBe('active');
    expect(tasksOf(interaction)).toHaveLength(1);
  });
});

describe('an agent who pauses', () => {
  it('has their capacity back, and gets the Conversation again when they resume', async () => {
    const flex = flexWithAgents();
    const { conversation, interaction } = await flex.converse();
    flex.ada.pause();
    expect(interaction.channel.status).toBe('pause');
    expect(tasksOf(interaction)).toMatchObject([{ assignment_status: 'completed' }]);
    expect(conversation.entity.state).toBe('active');
    expect(flex.ada.reservations).toEqual([]);
    answer(flex, conversation);
    expect(tasksOf(interaction)).toHaveLength(1);

    flex.ada.resume(interaction);
    flex.ada.accept();
    expect(interaction.channel.status).toBe('active');
    expect(namesIn(conversation)).toEqual([CUSTOMER, flex.ada.identity]);
  });

  it('loses it to anybody after 14 days', async () => {
    const flex = flexWithAgents();
    const { interaction } = await flex.converse();
    flex.ada.pause();
    await flex.clock.advance(14 * DAY_MS - 1);
    expect(interaction.channel.status).toBe('pause');
    await flex.clock.advance(1);
    expect(interaction.channel.status).toBe('active');
    expect(tasksOf(interaction)[1]).toMatchObject({ assignment_status: 'reserved' });
  });
});
