import { flexWithAgents, namesIn, SET_UP_MS, tasksOf } from './flex-with-agents';
import { CUSTOMER } from './twilio-with-hooks';

const CLOSED = { Status: 'closed' };

describe('an Invite', () => {
  it('is a second task for the same channel, without the attributes of the first', async () => {
    const { account, ada, grace, converse, rest, routing } = flexWithAgents();
    const { conversation, interaction } = await converse(ada);
    grace.setActivity('Available');
    const { status, body } = await rest('POST', interaction, '/Invites', {
      Routing: { properties: { ...routing, queue_sid: account.everyone.sid, worker_sid: grace.sid } },
    });
    expect(status).toBe(201);
    const [first, second] = tasksOf(interaction);
    expect(first?.attributes).toMatchObject({ orderNumber: 17, customerName: 'Ella' });
    expect(second?.attributes).not.toHaveProperty('orderNumber');
    expect(second?.attributes).not.toHaveProperty('customerName');
    expect(second?.attributes).toMatchObject({
      conversationSid: conversation.entity.sid,
      flexInteractionSid: interaction.entity.sid,
      flexInteractionChannelSid: interaction.channel.sid,
      flexChannelInviteSid: body?.sid,
    });
    expect(second?.attributes.flexChannelInviteSid).not.toBe(first?.attributes.flexChannelInviteSid);
    grace.accept();
    expect(namesIn(conversation)).toEqual([CUSTOMER, ada.identity, grace.identity]);
  });

  it('for one agent who declines is canceled, and leaves the Conversation open with nobody', async () => {
    const { clock, account, ada, grace, converse, rest, routing } = flexWithAgents();
    const { conversation, interaction } = await converse(ada);
    grace.setActivity('Available');
    await rest('POST', interaction, '/Invites', {
      Routing: { properties: { ...routing, queue_sid: account.everyone.sid, worker_sid: grace.sid } },
    });
    const [, agent] = interaction.participants;
    await rest('POST', interaction, `/Participants/${agent?.entity.sid ?? ''}`, { Status: 'closed' });
    grace.reject();
    await clock.advance(SET_UP_MS);
    expect(tasksOf(interaction).map(({ assignment_status: status }) => status)).toEqual([
      'completed',
      'canceled',
    ]);
    expect(conversation.entity.state).toBe('active');
    expect(namesIn(conversation)).toEqual([CUSTOMER]);
  });

  it.each([
    ['closed', CLOSED],
    ['failed', undefined],
  ])('into a channel that is %s is refused', async (status, close) => {
    const { clock, begin, createFor, converse, rest, routing } = flexWithAgents();
    const interaction = close ? (await converse()).interaction : createFor(begin(false));
    await clock.advance(SET_UP_MS);
    if (close) await rest('POST', interaction, '', close);
    expect(interaction.channel.status).toBe(status);
    const answer = await rest('POST', interaction, '/Invites', { Routing: { properties: routing } });
    expect(answer).toMatchObject({ status: 400, body: { code: 45008 } });
    expect(interaction.tasks.size).toBe(1);
  });
});

describe("an agent's part in a channel", () => {
  it.each([
    ['closed', 'completed'],
    ['wrapup', 'wrapping'],
  ])('%s: the task is %s, the agent gone, and the Conversation stays open', async (status, taskStatus) => {
    const { clock, converse, rest, events } = flexWithAgents();
    const { conversation, interaction } = await converse();
    const agent = interaction.participants.find(({ entity }) => entity.type === 'agent');
    events.length = 0;
    const answer = await rest('POST', interaction, `/Participants/${agent?.entity.sid ?? ''}`, {
      Status: status,
    });
    await clock.advance(0);
    expect(answer).toMatchObject({ status: 200, body: { sid: agent?.entity.sid, type: 'agent' } });
    expect(tasksOf(interaction)[0]?.assignment_status).toBe(taskStatus);
    expect(namesIn(conversation)).toEqual([CUSTOMER]);
    expect(conversation.entity.state).toBe('active');
    expect(interaction.channel.status).toBe('active');
    expect(events.map(({ EventType: type }) => type)).toContain('onParticipantLeft');
  });

  it('is still listed after they have left, and cannot be ended twice', async () => {
    const { converse, rest } = flexWithAgents();
    const { interaction } = await converse();
    const agent = interaction.participants.find(({ entity }) => entity.type === 'agent');
    const path = `/Participants/${agent?.entity.sid ?? ''}`;
    await rest('POST', interaction, path, { Status: 'closed' });
    const { body } = await rest('GET', interaction, '/Participants');
    expect(body?.participants).toMatchObject([
      { type: 'customer' },
      { sid: agent?.entity.sid, type: 'agent' },
    ]);
    expect(await rest('POST', interaction, path, { Status: 'closed' })).toMatchObject({ status: 400 });
  });

  it('is the only one that can be ended: a customer cannot', async () => {
    const { converse, rest } = flexWithAgents();
    const { conversation, interaction } = await converse();
    const [customer] = interaction.participants;
    const path = `/Participants/${customer?.entity.sid ?? ''}`;
    expect(await rest('POST', interaction, path, { Status: 'closed' })).toMatchObject({
      status: 400,
      body: { code: 45004, message: expect.stringContaining('must be an agent') as string },
    });
    expect(namesIn(conversation)).toContain(CUSTOMER);
  });

  it('cannot be given by adding a participant', async () => {
    const { converse, rest } = flexWithAgents();
    const { interaction } = await converse();
    const answer = await rest('POST', interaction, '/Participants', {
      Type: 'agent',
      MediaProperties: { identity: 'grace' },
    });
    expect(answer).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining('Invites') as string },
    });
  });

  it('ends with the Conversation if they are the last, and without it if somebody else is there', async () => {
    const { account, ada, grace, converse, rest, routing } = flexWithAgents();
    const { conversation, interaction } = await converse(ada);
    grace.setActivity('Available');
    await rest('POST', interaction, '/Invites', {
      Routing: { properties: { ...routing, queue_sid: account.everyone.sid, worker_sid: grace.sid } },
    });
    grace.accept();
    ada.complete();
    expect(conversation.entity.state).toBe('active');
    expect(namesIn(conversation)).toEqual([CUSTOMER, grace.identity]);
    grace.complete();
    expect(conversation.entity.state).toBe('closed');
    expect(interaction.channel.status).toBe('closed');
  });
});
