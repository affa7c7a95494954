import { ChatCustomer } from '../../simulator/people/chat-customer';
import { DAY_MS, flexWithAgents, SET_UP_MS } from './flex-with-agents';
import { BY_REST } from './twilio-with-hooks';

describe('an agent at the desk', () => {
  it('has nothing to accept, leave or pause where nothing is', () => {
    const { twilio, ada, account } = flexWithAgents();
    expect(() => {
      ada.accept();
    }).toThrow(/has no pending reservation/);
    const bare = { attributes: {}, workflowSid: account.assignToAnyone.sid };
    const task = twilio.router.createTask(twilio.workspace, bare);
    ada.accept();
    expect(() => {
      ada.leave();
    }).toThrow(/takes part in no Interaction/);
    expect(() => {
      ada.pause();
    }).toThrow(/takes part in no Interaction/);
    ada.complete();
    expect(task.entity.assignment_status).toBe('completed');
  });

  it('leaves a channel active in which another agent stays', async () => {
    const flex = flexWithAgents();
    const { interaction } = await flex.converse();
    flex.grace.setActivity('Available');
    flex.twilio.interactions.invites.invite(interaction, {
      ...flex.routing,
      attributes: {},
      queue_sid: flex.account.everyone.sid,
      worker_sid: flex.grace.sid,
    });
    flex.grace.accept();
    await flex.clock.advance(0);
    flex.ada.leave();
    expect(interaction.channel.status).toBe('active');
    flex.grace.leave();
    expect(interaction.channel.status).toBe('inactive');
  });

  it('who has resumed keeps it when the 14 days are over', async () => {
    const flex = flexWithAgents();
    const { interaction } = await flex.converse();
    flex.ada.pause();
    flex.ada.resume(interaction);
    flex.ada.accept();
    await flex.clock.advance(14 * DAY_MS);
    expect(interaction.invites).toHaveLength(2);
  });

  it('is not called back by the reply of somebody who is no customer', async () => {
    const flex = flexWithAgents();
    const { conversation, interaction } = await flex.converse();
    flex.twilio.conversationActions.addParticipant(conversation, { identity: 'expert' }, BY_REST);
    flex.ada.leave();
    const origin = { source: 'SDK', identity: 'expert' } as const;
    flex.twilio.conversationActions.addMessage(conversation, { author: 'nobody', body: 'Hm' }, origin);
    expect(interaction.channel.status).toBe('inactive');
  });

  it('is called back by the reply of a chat customer', async () => {
    const { twilio, clock, ada, createFor } = flexWithAgents();
    const mia = new ChatCustomer(twilio, 'mia');
    mia.write('Hello');
    const { conversation } = mia;
    if (!conversation) throw new Error('no Conversation');
    const interaction = createFor(conversation);
    await clock.advance(SET_UP_MS);
    ada.accept();
    await clock.advance(0);
    ada.leave();
    expect(interaction.channel.status).toBe('inactive');
    mia.write('One more thing');
    expect(interaction.channel.status).toBe('active');
    expect(interaction.tasks.size).toBe(2);
  });
});
