import type { Agent } from '../../../simulator/people/agent';
import type { Platform } from '../../../src/core/platform';
import { settled } from '../../support/settled';
import { dieAfter } from './died-outreach';
import type { OutreachWorld } from './outreach-deployment';
import { click, messages, openConversations, refusalOf, SMS, TEXT, withAgents } from './outreach-deployment';

const CHAT = '/agent/click-to-chat';
const EMAIL = '/agent/click-to-email';
const HELLO = { identity: 'ella', body: 'Hello' };

const chat = (world: OutreachWorld, parameters: object = {}, agent?: Agent) =>
  click(world, CHAT, { ...HELLO, ...parameters }, agent);

/** Ada takes what she was offered, and is done with it. */
async function finishChat({ deployment, ada }: OutreachWorld): Promise<void> {
  await deployment.settle();
  ada.accept();
  ada.complete();
  await deployment.settle();
  expect(openConversations(deployment)).toEqual([]);
}

const REFUSED = { status: 409, body: { code: 'conversation_already_open' } };
const REUSED = { status: 409, body: { code: 'request_id_reused' } };

/** Twilio's answer to a new Interaction does not say more than it has to. */
function withoutRouting({ deployment }: OutreachWorld): Platform {
  const platform = deployment.platform();
  return {
    ...platform,
    transport: async (request, signal) => {
      const answer = await platform.transport(request, signal);
      if (request.host !== 'flex-api.twilio.com') return answer;
      const body = { ...(JSON.parse(answer.body) as object), routing: undefined };
      return { ...answer, body: JSON.stringify(body) };
    },
  };
}

describe('a click that died when it had claimed its request', () => {
  it('is taken over by the same click, also if the answer to the takeover gets lost', async () => {
    const { deployment, ada } = await dieAfter(/^POST sync.*Documents$/, [CHAT, HELLO], 11_000);
    const lost = { operation: 'UpdateDocument', kind: 'status-after', status: 500, times: 1 } as const;
    deployment.twilio.faults.add(lost);
    const { status, tookMs } = await settled(deployment, deployment.callAgent(ada, CHAT, HELLO));
    expect(status).toBe(201);
    // Nobody waits for the end of a lease that is their own.
    expect(tookMs).toBeLessThan(1_000);
    expect(deployment.liveTasks).toHaveLength(1);
    expect(messages(deployment)).toEqual(['Hello']);
  });
});

describe('while Twilio sets a chat up', () => {
  it.each(
    [0, 100, 1_000, 11_000].flatMap((afterMs) => [
      { afterMs, who: 'another agent', other: {} },
      { afterMs, who: 'the same agent with another text', other: { body: 'Something else' } },
    ]),
  )('$who who asks for one with the same identity after $afterMs ms is refused', async (row) => {
    const { afterMs, who, other } = row;
    const world = withAgents();
    const { deployment, ada, grace } = world;
    deployment.twilio.interactions.setUpMs = 60_000;
    const { status, body } = await deployment.callAgent(ada, CHAT, HELLO);
    await deployment.settle(afterMs);
    const agent = who === 'another agent' ? grace : ada;
    const refusal = await refusalOf(deployment.callAgent(agent, CHAT, { ...HELLO, ...other }));
    const { conversationSid, interactionSid } = body;
    expect(status).toBe(201);
    expect(refusal).toMatchObject({ status: 409, code: 'conversation_already_open' });
    expect(refusal.details).toEqual({ conversationSid, interactionSid, with: 'nobody' });
    expect(deployment.liveTasks).toHaveLength(1);
    expect(messages(deployment)).toEqual(['Hello']);
  });

  it('another agent is refused also if Twilio did not tell its Conversation', async () => {
    const world = withAgents();
    const { deployment, ada, grace } = world;
    deployment.twilio.interactions.setUpMs = 60_000;
    const { body } = await deployment.callAgent(ada, CHAT, HELLO, withoutRouting(world));
    expect(body.conversationSid).toBeUndefined();
    const refusal = await refusalOf(deployment.callAgent(grace, CHAT, HELLO));
    const { interactionSid } = body;
    expect(refusal).toMatchObject({ code: 'conversation_already_open', details: { interactionSid } });
    expect(deployment.liveTasks).toHaveLength(1);
  });
});

describe('while Twilio sets up a chat of a back end', () => {
  const begin = ({ deployment }: OutreachWorld, requestId: string, ...identities: string[]) => {
    const channel = { type: 'chat', participants: identities.map((identity) => ({ identity })) };
    return settled(deployment, deployment.callBackend('/backend/interactions', { channel, requestId }));
  };

  it('neither another request nor an agent begins a second one', async () => {
    const world = withAgents();
    const { deployment } = world;
    deployment.twilio.interactions.setUpMs = 60_000;
    const { status, body } = await begin(world, 'form-1', 'ella', 'duke', 'ella');
    expect(status).toBe(201);
    const { conversationSid, interactionSid } = body;
    for (const second of [await begin(world, 'form-2', 'ella'), await chat(world, { identity: 'duke' })]) {
      expect(second).toMatchObject(REFUSED);
      expect(second.body.details).toEqual({ conversationSid, interactionSid, with: 'nobody' });
    }
    expect(await begin(world, 'form-1', 'ella', 'duke', 'ella')).toMatchObject({ status: 201, body });
    expect(deployment.liveTasks).toHaveLength(1);
  });

  it('a request that is refused for one of them holds up nobody else', async () => {
    const world = withAgents();
    expect((await begin(world, 'form-1', 'ella')).status).toBe(201);
    expect(await begin(world, 'form-2', 'duke', 'ella')).toMatchObject(REFUSED);
    expect(await chat(world, { identity: 'duke' })).toMatchObject({ status: 201, tookMs: 0 });
  });
});

describe('one chat with one identity', () => {
  it('another agent may begin one as soon as it is over, though nobody heard of its end', async () => {
    const world = withAgents();
    const { deployment, grace } = world;
    await chat(world);
    await deployment.settle();
    deployment.twilio.world.deliveries.weather = { copies: () => [] };
    await finishChat(world);
    expect((await chat(world, {}, grace)).status).toBe(201);
  });

  it('agents who ask for it at once, with whatever between them, get one', async () => {
    for (let laterMs = 0; laterMs <= 800; laterMs += 50) {
      const world = withAgents({ latencyMs: 50 });
      const { deployment, ada, grace } = world;
      const first = deployment.callAgent(ada, CHAT, HELLO);
      await deployment.settle(laterMs);
      const second = deployment.callAgent(grace, CHAT, HELLO);
      const answers = await settled(deployment, Promise.all([first, second]));
      await deployment.settle();
      expect(answers.map(({ status }) => status)).toEqual([201, 409]);
      expect(deployment.liveTasks).toHaveLength(1);
    }
  });
});

describe('a chat under a requestId', () => {
  it.each([
    ['another identity', CHAT, { ...HELLO, identity: 'duke' }],
    ['another text', CHAT, { ...HELLO, body: 'Something else' }],
    ['a mail', EMAIL, { to: 'ella@example.com', subject: 'Your order' }],
  ])('is not another one: %s', async (_, url, parameters) => {
    const world = withAgents();
    const requestId = 'click-1';
    await chat(world, { requestId });
    await finishChat(world);
    expect(await click(world, url, { ...parameters, requestId })).toMatchObject(REUSED);
    expect(messages(world.deployment)).toEqual(['Hello']);
  });

  it('gets its answer again though another one came and went since', async () => {
    const world = withAgents();
    const { body } = await chat(world, { requestId: 'click-1' });
    await finishChat(world);
    expect((await chat(world, { requestId: 'click-2' })).status).toBe(201);
    await finishChat(world);
    expect(await chat(world, { requestId: 'click-1' })).toMatchObject({ status: 201, body });
    expect(messages(world.deployment)).toEqual(['Hello', 'Hello']);
  });

  it('gets its answer again though another one was refused since', async () => {
    const world = withAgents();
    const { body } = await chat(world, { requestId: 'click-1' });
    await world.deployment.settle();
    for (const agent of [world.ada, world.grace])
      expect(await chat(world, { requestId: 'click-2' }, agent)).toMatchObject(REFUSED);
    expect(await chat(world, { requestId: 'click-1' })).toMatchObject({ status: 201, body });
  });

  it('may be asked for again when what it was refused for is over', async () => {
    const world = withAgents();
    await chat(world, { requestId: 'click-1' });
    expect(await chat(world, { requestId: 'click-2' })).toMatchObject(REFUSED);
    await finishChat(world);
    expect((await chat(world, { requestId: 'click-2' })).status).toBe(201);
  });
});

describe('a chat without a requestId, within a minute', () => {
  it('gets its answer again though another text was refused since', async () => {
    const world = withAgents();
    const { body } = await chat(world);
    await world.deployment.settle();
    expect(await chat(world, { body: 'Something else' })).toMatchObject(REFUSED);
    expect(await chat(world)).toMatchObject({ status: 201, body });
  });

  it('is another one when the minute is over: refused as long as the first is open', async () => {
    const world = withAgents();
    await chat(world);
    await world.deployment.settle(61_000);
    expect(await chat(world)).toMatchObject(REFUSED);
    await finishChat(world);
    expect((await chat(world)).status).toBe(201);
  });
});

describe('a requestId stands for one request, whatever the channel types:', () => {
  const parametersOf = {
    [SMS]: TEXT,
    [EMAIL]: { to: 'ella@example.com', subject: 'Your order' },
    [CHAT]: HELLO,
  } as const;
  const requestId = 'click-1';

  it.each([
    [SMS, EMAIL],
    [SMS, CHAT],
    [EMAIL, SMS],
    [EMAIL, CHAT],
    [CHAT, SMS],
    [CHAT, EMAIL],
  ] as const)('%s, and then %s', async (url, other) => {
    const world = withAgents();
    const { status, body } = await click(world, url, { ...parametersOf[url], requestId });
    expect(status).toBe(201);
    expect(await click(world, other, { ...parametersOf[other], requestId })).toMatchObject(REUSED);
    expect(openConversations(world.deployment)).toHaveLength(1);
    expect(await click(world, url, { ...parametersOf[url], requestId })).toMatchObject({ status: 201, body });
  });

  it('a mail that Twilio refused may be asked for again, and is counted again', async () => {
    const world = withAgents({ settings: { OUTBOUND_LIMIT_PER_AGENT_PER_HOUR: '2' } });
    const { deployment } = world;
    const mail = { ...parametersOf[EMAIL], requestId };
    deployment.twilio.faults.add({ operation: 'CreateInteraction', kind: 'status', status: 400, times: 1 });
    expect((await click(world, EMAIL, mail)).status).toBe(500);
    expect((await click(world, EMAIL, mail)).status).toBe(201);
    expect((await click(world, EMAIL, { ...mail, requestId: 'click-2' })).status).toBe(429);
  });
});
