import { DAY_MS, flexWithAgents, INTERACTIONS, namesIn, SET_UP_MS, tasksOf } from './flex-with-agents';
import { callRest } from './rest-caller';
import { BY_REST, CUSTOMER } from './twilio-with-hooks';

const CLOSED = { Status: 'closed' };
const CLOSED_WITH_ROUTING = { Status: 'closed', Routing: { status: 'closed' } };

describe('a channel that is closed', () => {
  it.each([
    ['without a routing', CLOSED, 'wrapping', 'task.wrapup'],
    ['with its routing', CLOSED_WITH_ROUTING, 'completed', 'task.completed'],
  ])('%s: its task is %s, and its Conversation closed', async (_, form, status, event) => {
    const { clock, ada, converse, rest, events } = flexWithAgents();
    const { conversation, interaction } = await converse();
    events.length = 0;
    expect((await rest('POST', interaction, '', form)).body).toMatchObject({ status: 'closed' });
    await clock.advance(0);
    expect(tasksOf(interaction)[0]?.assignment_status).toBe(status);
    expect(conversation.entity.state).toBe('closed');
    expect(() => ada.write(conversation.entity.sid, 'Bye')).toThrow();
    expect(events.map(({ EventType: type }) => type).sort()).toEqual(
      ['onChannelStatusUpdated', 'onParticipantLeft', event].sort(),
    );
    expect(events).toContainEqual(expect.objectContaining({ ChannelStatus: 'closed' }));
  });

  it('cancels a task that nobody has accepted', async () => {
    const { clock, begin, createFor, rest } = flexWithAgents();
    const interaction = createFor(begin());
    await clock.advance(SET_UP_MS);
    await rest('POST', interaction, '', CLOSED);
    expect(tasksOf(interaction)[0]?.assignment_status).toBe('canceled');
  });

  it('stays closed', async () => {
    const { converse, rest } = flexWithAgents();
    const { interaction } = await converse();
    await rest('POST', interaction, '', CLOSED);
    for (const form of [CLOSED, { Status: 'inactive', Routing: { status: 'closed' } }])
      expect(await rest('POST', interaction, '', form)).toMatchObject({ status: 400, body: { code: 45359 } });
  });

  it("frees the Conversation's customer for a new one", async () => {
    const { twilio, converse, rest } = flexWithAgents();
    const { interaction } = await converse();
    await rest('POST', interaction, '', CLOSED);
    expect(twilio.conversations.findByBinding(CUSTOMER, '+14155550111')).toBeUndefined();
  });
});

describe('a channel that is made inactive', () => {
  it('needs a routing', async () => {
    const { converse, rest } = flexWithAgents();
    const { interaction } = await converse();
    expect(await rest('POST', interaction, '', { Status: 'inactive' })).toMatchObject({
      status: 400,
      body: { code: 45004 },
    });
    expect(interaction.channel.status).toBe('active');
  });

  it('loses its agents and keeps its Conversation open; an Invite that is accepted brings it back', async () => {
    const { ada, converse, rest, routing } = flexWithAgents();
    const { conversation, interaction } = await converse(ada);
    await rest('POST', interaction, '', { Status: 'inactive', Routing: { status: 'closed' } });
    expect(interaction.channel.status).toBe('inactive');
    expect(namesIn(conversation)).toEqual([CUSTOMER]);
    expect(conversation.entity.state).toBe('active');
    await rest('POST', interaction, '/Invites', { Routing: { properties: routing } });
    ada.accept();
    expect(interaction.channel.status).toBe('active');
    expect(namesIn(conversation)).toEqual([CUSTOMER, ada.identity]);
  });
});

describe('what does not end an Interaction', () => {
  it('a Conversation that its timer closes leaves the task alive', async () => {
    const { twilio, converse } = flexWithAgents();
    const { conversation, interaction } = await converse();
    twilio.conversationActions.setState(conversation, 'closed', 'TIMER', BY_REST);
    expect(tasksOf(interaction)[0]?.assignment_status).toBe('assigned');
    expect(interaction.channel.status).toBe('active');
  });

  it('a task that nobody took leaves the Conversation open', async () => {
    const { clock, ada, begin, createFor } = flexWithAgents();
    ada.setActivity('Break');
    const conversation = begin();
    const interaction = createFor(conversation);
    await clock.advance(DAY_MS);
    expect(tasksOf(interaction)[0]?.assignment_status).toBe('canceled');
    expect(conversation.entity.state).toBe('active');
  });
});

describe('180 days without a change of the channel', () => {
  it('end it, whatever happens in the Conversation: it is 404 then, and a new one can be made', async () => {
    const { clock, twilio, converse, createFor } = flexWithAgents();
    const { conversation, interaction } = await converse();
    const url = `${INTERACTIONS}/${interaction.entity.sid}`;
    await clock.advance(179 * DAY_MS);
    twilio.conversationActions.addMessage(conversation, { author: CUSTOMER, body: 'Still there?' }, BY_REST);
    expect((await callRest(twilio, `GET ${url}`)).status).toBe(200);
    await clock.advance(DAY_MS);
    expect((await callRest(twilio, `GET ${url}`)).status).toBe(404);
    expect((await callRest(twilio, `GET ${url}/Channels/${interaction.channel.sid}`)).status).toBe(404);
    expect(conversation.entity.state).toBe('active');
    const next = createFor(conversation);
    await clock.advance(SET_UP_MS);
    expect(next.channel.status).toBe('active');
  });

  it('are counted anew from every change of the channel', async () => {
    const { clock, twilio, converse, rest, routing } = flexWithAgents();
    const { interaction } = await converse();
    await clock.advance(179 * DAY_MS);
    await rest('POST', interaction, '/Invites', { Routing: { properties: routing } });
    await clock.advance(179 * DAY_MS);
    expect((await callRest(twilio, `GET ${INTERACTIONS}/${interaction.entity.sid}`)).status).toBe(200);
  });
});
