import { Customer } from '../../../simulator/people/customer';
import { BUSINESS_NUMBER, CUSTOMER_NUMBER, SUPPORT_EMAIL } from '../../support/deployment';
import {
  CONTENT_SID,
  lastCreation,
  messages,
  openConversations,
  refusalOf,
  withAgents,
} from './outreach-deployment';

const WHATSAPP = '/agent/click-to-whatsapp';
const EMAIL = '/agent/click-to-email';
const CHAT = '/agent/click-to-chat';

function participantsOf(world: ReturnType<typeof withAgents>) {
  return [...(openConversations(world.deployment)[0]?.participants.values() ?? [])];
}

describe('an agent reaches out by WhatsApp', () => {
  it('with a template and its variables', async () => {
    const world = withAgents();
    const { deployment, ada } = world;
    const answer = await deployment.callAgent(ada, WHATSAPP, {
      to: CUSTOMER_NUMBER,
      contentSid: CONTENT_SID,
      contentVariables: '{"1":"Ella"}',
    });
    expect(answer).toMatchObject({ status: 201, calls: 7 });
    expect(messages(deployment)).toEqual([CONTENT_SID]);
    expect(participantsOf(world)[0]?.messaging_binding).toMatchObject({
      type: 'whatsapp',
      address: `whatsapp:${CUSTOMER_NUMBER}`,
      proxy_address: `whatsapp:${BUSINESS_NUMBER}`,
    });
    await deployment.settle();
    expect(ada.reservations).toHaveLength(1);
  });

  it('to a number that is given with its prefix; not to one who is in a Conversation', async () => {
    const { deployment, ada } = withAgents();
    const parameters = { to: `whatsapp:${CUSTOMER_NUMBER}`, contentSid: CONTENT_SID };
    await new Customer(deployment.twilio, `whatsapp:${CUSTOMER_NUMBER}`).write(
      `whatsapp:${BUSINESS_NUMBER}`,
      'Hello',
    );
    await deployment.settle();
    expect(await refusalOf(deployment.callAgent(ada, WHATSAPP, parameters))).toMatchObject({
      status: 409,
      code: 'conversation_already_open',
    });
  });
});

describe('an agent reaches out by email', () => {
  it('from the address and the name of the routing table, to all recipients at their levels', async () => {
    const world = withAgents();
    const { deployment, ada } = world;
    const { status, body } = await deployment.callAgent(ada, EMAIL, {
      to: 'ella@example.com, joe@example.com',
      cc: 'duke@example.com',
      bcc: ['count@example.com'],
      subject: 'Your order',
      body: 'It has left.',
      customerName: 'Ella',
    });
    expect(status).toBe(201);
    expect(body.conversationSid).toMatch(/^CH/);
    expect(lastCreation(deployment, 'Channel')).toEqual({
      type: 'email',
      initiated_by: 'agent',
      properties: { type: 'email', from: SUPPORT_EMAIL, from_name: 'Support' },
      participants: [
        { level: 'to', address: 'ella@example.com', name: 'Ella' },
        { level: 'to', address: 'joe@example.com', name: 'joe@example.com' },
        { level: 'cc', address: 'duke@example.com', name: 'duke@example.com' },
        { level: 'bcc', address: 'count@example.com', name: 'count@example.com' },
      ],
    });
    expect(messages(deployment)).toEqual(['It has left.']);
    expect(deployment.recordOf(body.conversationSid as string)).toMatchObject({ state: 'routed' });
  });

  it('in several threads with one customer', async () => {
    const { deployment, ada } = withAgents();
    for (const subject of ['Your order', 'Your invoice']) {
      const answer = await deployment.callAgent(ada, EMAIL, {
        to: 'ella@example.com',
        subject,
        body: 'Hello',
      });
      expect(answer.status).toBe(201);
      await deployment.settle();
    }
    expect(deployment.liveTasks).toHaveLength(2);
  });

  it('once, however often the same mail is asked for within a minute', async () => {
    const { deployment, ada } = withAgents();
    const mail = { to: 'ella@example.com', subject: 'Your order', body: 'Hello' };
    const first = await deployment.callAgent(ada, EMAIL, mail);
    const second = await deployment.callAgent(ada, EMAIL, mail);
    expect(second).toMatchObject({ status: 201, body: first.body });
    expect(messages(deployment)).toEqual(['Hello']);
    await deployment.settle(61_000);
    expect((await deployment.callAgent(ada, EMAIL, mail)).body).not.toMatchObject({
      interactionSid: first.body.interactionSid,
    });
  });
});

describe('an agent reaches out by chat', () => {
  it('to an identity', async () => {
    const world = withAgents();
    const { deployment, ada } = world;
    const { status, body } = await deployment.callAgent(ada, CHAT, {
      identity: 'ella',
      // As a form sends what is left out.
      type: '',
      attributes: null,
      body: 'Still there?',
    });
    expect(status).toBe(201);
    await deployment.settle();
    expect(participantsOf(world).map(({ identity }) => identity)).toContain('ella');
    expect(messages(deployment)).toEqual(['Still there?']);
    expect(deployment.recordOf(body.conversationSid as string)).toMatchObject({ state: 'routed' });
  });

  it('not to one whom an agent serves already', async () => {
    const { deployment, ada, grace } = withAgents();
    await deployment.callAgent(ada, CHAT, { identity: 'ella', type: 'web' });
    await deployment.settle();
    ada.accept();
    await deployment.settle();
    for (const [agent, whom] of [
      [ada, 'you'],
      [grace, 'another_agent'],
    ] as const) {
      expect(
        await refusalOf(deployment.callAgent(agent, CHAT, { identity: 'ella', type: 'web', body: 'Hello' })),
      ).toMatchObject({ status: 409, code: 'conversation_already_open', details: { with: whom } });
    }
    expect(openConversations(deployment)).toHaveLength(1);
  });

  it('not to one who is in a Conversation of ours that nobody serves; in one of others they may be', async () => {
    const { deployment, ada, grace } = withAgents();
    deployment.twilio.world.deliveries.weather = { copies: () => [] };
    const { conversationActions } = deployment.twilio;
    const bySystem = { source: 'API', webhookEnabled: false } as const;
    const ofAnApp = conversationActions.create({}, bySystem);
    conversationActions.addParticipant(ofAnApp, { identity: 'ella' }, bySystem);
    const { status, body } = await deployment.callAgent(ada, CHAT, { identity: 'ella' });
    expect(status).toBe(201);
    await deployment.settle();
    for (const task of deployment.twilio.workspace.tasks.values())
      deployment.twilio.router.cancelTask(deployment.twilio.workspace, task, null);
    const refusal = await refusalOf(deployment.callAgent(grace, CHAT, { identity: 'ella', body: 'Hello' }));
    expect(refusal).toMatchObject({
      status: 409,
      code: 'conversation_already_open',
      details: { conversationSid: body.conversationSid, with: 'nobody' },
    });
    expect(messages(deployment)).toEqual([]);
  });
});
