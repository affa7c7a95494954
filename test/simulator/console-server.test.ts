import type { Server } from 'node:http';
import { createConsoleServer } from '../../simulator/console/console-server';
import type { Snapshot } from '../../simulator/console/snapshot';
import { takeSnapshot } from '../../simulator/console/take-snapshot';
import { close, listen } from '../../simulator/http/listen';
import { flexWithAgents } from './flex-with-agents';
import { sdkClientOf } from './sdk-client';
import { autoCreate, BUSINESS, BY_REST, CUSTOMER } from './twilio-with-hooks';

const PAGE = new Map([['/', { type: 'text/html', content: '<h1>Console</h1>' }]]);

describe('the server of the console', () => {
  let flex: ReturnType<typeof flexWithAgents>;
  let server: Server;
  let url = '';

  beforeEach(async () => {
    flex = flexWithAgents();
    const { twilio, account } = flex;
    server = createConsoleServer({ twilio, agents: account.agents, page: PAGE });
    url = `http://127.0.0.1:${await listen(server, 0)}`;
  });
  afterEach(() => close(server));

  const snapshot = (): Snapshot => takeSnapshot(flex.twilio, flex.account.agents, null);
  const post = async (command: string, body?: object) => {
    const response = await fetch(`${url}/api/${command}`, {
      method: 'POST',
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };

  it('serves its page, and nothing that is not there', async () => {
    const page = await fetch(url);
    expect([page.status, page.headers.get('content-type'), await page.text()]).toEqual([
      200,
      'text/html',
      '<h1>Console</h1>',
    ]);
    for (const path of ['/none.js', '/api/accept', '/api/toString', '/api/'])
      expect((await fetch(url + path)).status).toBe(404);
    expect((await fetch(`${url}/api/toString`, { method: 'POST' })).status).toBe(404);
  });

  it('has the control API beside it', async () => {
    const clock = await fetch(`${url}/embedded-twilio/clock`);
    expect(await clock.json()).toMatchObject({ isManual: true });
    expect((await fetch(`${url}/embedded-twilio/none`)).status).toBe(404);
  });

  it('sends a snapshot, then what has happened, then what happens', async () => {
    flex.twilio.note('Before', {});
    const response = await fetch(`${url}/api/events`);
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    const readUntil = async (wanted: RegExp): Promise<void> => {
      while (!wanted.test(text)) text += (await reader?.read())?.value ?? '';
    };
    await readUntil(/"title":"Before"/);
    expect(text).toMatch(/^event: snapshot\ndata: \{"functionsUrl":null,/);
    flex.twilio.note('After', {});
    await readUntil(/"title":"After"/);
    await readUntil(/After[^]*event: snapshot/);
    await reader?.cancel();
  });

  it('does what its buttons say, and tells the person why not', async () => {
    const { ada, clock, twilio } = flex;
    const { interaction, conversation } = await flex.converse();
    const [reservation] = ada.reservations;
    const ofReservation = { agentSid: ada.sid, reservationSid: reservation?.sid };
    const conversationSid = conversation.entity.sid;
    expect(await post('reply', { agentSid: ada.sid, conversationSid, body: 'Hi' })).toMatchObject({
      status: 200,
      body: { body: 'Hi', author: ada.identity },
    });
    expect(await post('pause', ofReservation)).toEqual({ status: 200, body: {} });
    expect(interaction.channel.status).toBe('pause');
    expect(await post('pause', ofReservation)).toEqual({
      status: 400,
      body: { message: 'This reservation is over' },
    });
    const resume = { agentSid: ada.sid, interactionSid: interaction.entity.sid };
    expect((await post('resume', resume)).status).toBe(200);
    expect(await post('resume', resume)).toMatchObject({ body: { message: 'The channel is active' } });
    await clock.advance(0);

    const refusals: [command: string, body: object | undefined, message: RegExp][] = [
      ['activity', { agentSid: 'none', name: 'Available' }, /no such agent/],
      ['activity', { agentSid: ada.sid, name: 'Dancing' }, /no activity Dancing/],
      ['reply', { agentSid: flex.grace.sid, conversationSid, body: 'Hi' }, /not in this Conversation/],
      ['reply', { agentSid: ada.sid, conversationSid: 'none', body: 'Hi' }, /not in this Conversation/],
      ['write', { from: CUSTOMER, to: '+14155550999', body: 'Hello' }, /No Conversation takes messages/],
      ['write', undefined, /./],
    ];
    for (const [command, body, message] of refusals)
      expect(await post(command, body)).toEqual({
        status: 400,
        body: { message: expect.stringMatching(message) as string },
      });
    expect(twilio.interactions.interactions.size).toBe(1);
  });

  it('lets chat customers write, with or without a name, each in one Conversation until it is closed', async () => {
    await post('chat', { identity: 'mia', body: 'Hello', name: 'Mia' });
    await post('chat', { identity: 'guest', body: 'Hello' });
    await post('chat', { identity: 'mia', body: 'Again', name: 'Mia' });
    expect(snapshot().conversations).toMatchObject([
      {
        customers: ['mia'],
        channelType: 'web',
        business: '',
        messages: [{ body: 'Hello' }, { body: 'Again' }],
      },
      { customers: ['guest'], messages: [{ body: 'Hello', side: 'customer', author: 'guest' }] },
    ]);
    const [first] = flex.twilio.conversations.conversations.values();
    expect(first?.entity).toMatchObject({ friendly_name: 'Mia', attributes: '{"customerName":"Mia"}' });
    if (first) flex.twilio.conversationActions.update(first, { state: 'closed' }, BY_REST);
    await post('chat', { identity: 'mia', body: 'Anew' });
    expect(snapshot().conversations).toHaveLength(3);
  });

  it('shows the group that a customer writes to', async () => {
    autoCreate(flex.twilio);
    const others = ['+12025550188'];
    expect((await post('write', { from: CUSTOMER, to: BUSINESS, body: 'Hello', others })).status).toBe(200);
    expect(snapshot().conversations).toMatchObject([
      { customers: [CUSTOMER, ...others], business: BUSINESS, channelType: 'sms' },
    ]);
  });

  it('shows who paused whom, by the name or the address of the customer', async () => {
    const { interaction } = await flex.converse();
    flex.ada.pause();
    expect(snapshot()).toMatchObject({
      paused: [{ interactionSid: interaction.entity.sid, customer: 'Ella' }],
      conversations: [{ channelStatus: 'pause', interactionSid: interaction.entity.sid, record: null }],
      tasks: [],
    });
  });

  it('shows a task that waits, one that rings and one that is being worked on', async () => {
    const { twilio, account, ada, begin, createFor, clock } = flex;
    ada.setActivity('Offline');
    createFor(begin(), { from: CUSTOMER });
    await clock.advance(1_000);
    expect(snapshot()).toMatchObject({
      tasks: [{ status: 'pending', from: CUSTOMER, channelType: 'sms', worker: null, queue: 'Everyone' }],
      agents: [{ available: false, reservations: [] }, {}],
    });
    ada.setActivity('Available');
    expect(snapshot()).toMatchObject({
      tasks: [{ status: 'reserved', worker: ada.worker.entity.friendly_name }],
      agents: [{ reservations: [{ status: 'pending', from: CUSTOMER, taskStatus: 'reserved' }] }, {}],
    });
    ada.accept();
    expect(snapshot()).toMatchObject({ tasks: [{ status: 'assigned' }] });
    expect(snapshot().queues.find(({ name }) => name === 'Everyone')).toMatchObject({
      waiting: 0,
      withAgents: 1,
      availableAgents: 1,
    });
    // A task of another kind has no Conversation and nobody who wrote.
    const bare = { attributes: {}, workflowSid: account.assignToAnyone.sid, taskChannel: 'voice' };
    twilio.router.createTask(twilio.workspace, bare);
    const [agent] = snapshot().agents;
    expect(agent?.reservations.find(({ status }) => status === 'pending')).toMatchObject({
      conversationSid: null,
      from: '',
      customerName: '',
      channelType: '',
    });
  });

  it('shows what the routing record in Sync says, if it says anything', async () => {
    const { twilio, begin } = flex;
    const { sid } = begin().entity;
    const record = () => snapshot().conversations[0]?.record;
    const write = async (data: unknown) => {
      const client = sdkClientOf(twilio).sync.v1.services('default');
      const name = `interaction-${sid}`;
      await client
        .documents(name)
        .remove()
        .catch(() => false);
      await client.documents.create({ uniqueName: name, data });
    };
    expect(record()).toBeNull();
    await write({ state: 'routed' });
    expect(record()).toBe('routed');
    await write({ state: 1 });
    expect(record()).toBeNull();
    await write({ version: 1 });
    expect(record()).toBeNull();
  });

  it('shows whether a message came to its customer', async () => {
    const { twilio, ada, clock } = flex;
    const { conversation } = await flex.converse();
    ada.write(conversation.entity.sid, 'Hi');
    await clock.advance(10_000);
    twilio.conversationActions.addMessage(conversation, { author: 'bot' }, BY_REST);
    expect(snapshot().conversations[0]?.messages).toMatchObject([
      { side: 'agent', author: ada.worker.entity.friendly_name, delivery: 'delivered' },
      { side: 'system', author: 'bot', body: '' },
    ]);
  });
});
