import { Customer } from '../../../simulator/people/customer';
import { BUSINESS_NUMBER, CUSTOMER_NUMBER } from '../../support/deployment';
import { settled } from '../../support/settled';
import { cancelTasks } from '../deaf-deployment';
import { dieAfter } from './died-outreach';
import type { OutreachWorld } from './outreach-deployment';
import {
  click,
  CONTENT_SID,
  messages,
  openConversations,
  SMS,
  TEXT,
  withAgents,
} from './outreach-deployment';

const LEASE_MS = 10_000;
const MINUTE_MS = 60_000;
const INTERACTION = /POST flex-api/;
const WHATSAPP = '/agent/click-to-whatsapp';
const TEMPLATE = { to: CUSTOMER_NUMBER, contentSid: CONTENT_SID };

/** What TaskRouter forgets five minutes after the end of a task. */
const FORGOTTEN_MS = 6 * MINUTE_MS;

function creations({ deployment }: OutreachWorld): number {
  return deployment.countCalls(/POST .*\/Interactions$/);
}

/** No event reaches the product any more. */
function deafen({ deployment }: OutreachWorld): void {
  deployment.twilio.world.deliveries.weather = { copies: () => [] };
}

/** Ada accepts, and leaves by Flex's own button. */
async function leave({ deployment, ada }: OutreachWorld): Promise<void> {
  ada.accept();
  await deployment.settle();
  ada.leave();
}

/** Ada's task ends, and the Conversation stays open. */
const ENDS: [string, (world: OutreachWorld) => Promise<void> | void, number][] = [
  ['left', leave, LEASE_MS + 1_000],
  ['left, and is forgotten', leave, FORGOTTEN_MS],
  [
    'canceled',
    ({ deployment }) => {
      cancelTasks(deployment);
    },
    LEASE_MS + 1_000,
  ],
];

describe('the same request, once its task has ended in a Conversation that is still open', () => {
  it.each(ENDS)('that was %s, gets its answer and sends nothing', async (_, end, waitMs) => {
    const world = withAgents();
    const { deployment } = world;
    deafen(world);
    const parameters = { ...TEXT, requestId: 'click-1' };
    const first = await click(world, SMS, parameters);
    await deployment.settle();
    await end(world);
    await deployment.settle(waitMs);
    expect(openConversations(deployment)).toHaveLength(1);
    const again = await click(world, SMS, parameters);
    expect(again).toMatchObject({ status: 201, calls: 4 });
    expect(again.body).toEqual(first.body);
    expect(messages(deployment)).toEqual([TEXT.body]);
    expect(creations(world)).toBe(1);
  });

  it('gets it within the minute without a requestId', async () => {
    const world = withAgents();
    const { deployment } = world;
    const first = await click(world);
    await deployment.settle();
    await leave(world);
    await deployment.settle(LEASE_MS + 1_000);
    expect(await click(world)).toMatchObject({ status: 201, body: first.body });
    expect(messages(deployment)).toEqual([TEXT.body]);
    expect(creations(world)).toBe(1);
  });

  it.each<[string, (world: OutreachWorld) => void, number]>([
    [
      'wraps up',
      ({ deployment }) => {
        setStatus(deployment, 'wrapping');
      },
      0,
    ],
    [
      'was canceled',
      ({ deployment }) => {
        cancelTasks(deployment);
      },
      0,
    ],
    [
      'was canceled, and is forgotten',
      ({ deployment }) => {
        cancelTasks(deployment);
      },
      FORGOTTEN_MS,
    ],
  ])(
    'whose text was never sent, and whose task %s, has it sent into its Interaction',
    async (_, end, waitMs) => {
      const parameters = { ...TEXT, requestId: 'click-1' };
      const world = await dieAfter(INTERACTION, [SMS, parameters], LEASE_MS + 1_000);
      const { deployment } = world;
      const [task] = deployment.liveTasks;
      deafen(world);
      end(world);
      await deployment.settle(waitMs);
      const again = await click(world, SMS, parameters);
      expect(again.status).toBe(201);
      const { flexInteractionSid } = JSON.parse(task?.entity.attributes ?? '{}') as Record<string, string>;
      expect(again.body.interactionSid).toBe(flexInteractionSid);
      expect(again.body).not.toHaveProperty('messageSent');
      expect(messages(deployment)).toEqual([TEXT.body]);
      expect(creations(world)).toBe(1);
    },
  );

  it('whose text was never sent, and whose channel is over, begins anew', async () => {
    const world = await dieAfter(INTERACTION, [SMS, TEXT], LEASE_MS + 1_000);
    const { deployment } = world;
    deafen(world);
    cancelTasks(deployment);
    const [conversation] = openConversations(deployment);
    const dead = deployment.twilio.interactions.ofConversation(conversation?.entity.sid ?? '');
    if (!dead) throw new Error('there is no Interaction');
    dead.channel.status = 'failed';
    const again = await click(world);
    expect(again.status).toBe(201);
    expect(again.body.interactionSid).not.toBe(dead.entity.sid);
    expect(messages(deployment)).toEqual([TEXT.body]);
  });
});

function setStatus(deployment: OutreachWorld['deployment'], status: 'wrapping'): void {
  for (const { entity } of deployment.liveTasks) entity.assignment_status = status;
}

describe('the same request, while nobody knows whether its text is being sent', () => {
  it('waits for the dead, and sends it', async () => {
    const world = withAgents();
    const { deployment } = world;
    deployment.twilio.faults.add({ operation: 'CreateInteraction', kind: 'never-after', times: 1 });
    expect((await click(world)).status).toBe(503);
    const again = await click(world);
    expect(again.status).toBe(201);
    expect(again.body).not.toHaveProperty('messageSent');
    expect(messages(deployment)).toEqual([TEXT.body]);
    expect(creations(world)).toBe(1);
  });

  it('is told to ask again if the lease of the dead does not end in time', async () => {
    const world = await dieAfter(INTERACTION, [SMS, TEXT], 100);
    const { deployment } = world;
    expect(await click(world)).toMatchObject({
      status: 503,
      log: { operation: 'the same request is under way' },
    });
    expect(messages(deployment)).toEqual([]);
    expect((await click(world)).status).toBe(201);
    expect(messages(deployment)).toEqual([TEXT.body]);
  });

  it('by a double click is answered when the first has sent it', async () => {
    const world = withAgents();
    const { deployment, ada } = world;
    deployment.twilio.faults.add({
      operation: 'CreateConversationMessage',
      kind: 'late',
      delayMs: 2_000,
      times: 1,
    });
    const clicks = Promise.all([1, 2].map(() => deployment.callAgent(ada, SMS, TEXT)));
    const [first, second] = await settled(deployment, clicks);
    expect(first?.status).toBe(201);
    expect(second).toMatchObject({ status: 201, body: first?.body });
    expect(second?.tookMs).toBeGreaterThanOrEqual(2_000);
    expect(messages(deployment)).toEqual([TEXT.body]);
  });

  it('has it sent at once if Twilio refused it before, whatever told of the Interaction meanwhile', async () => {
    const world = withAgents();
    const { deployment } = world;
    const refusal = { kind: 'status', status: 400, code: 30_007, times: 1 } as const;
    const slow = { kind: 'slow', delayMs: 2_000, times: 1 } as const;
    deployment.twilio.faults.add({ operation: 'CreateInteraction', ...slow });
    deployment.twilio.faults.add({ operation: 'CreateConversationMessage', ...refusal });
    const first = await click(world);
    expect(first.body).toMatchObject({ messageSent: false, messageError: 30_007 });
    const { messageSent, messageError, ...sids } = first.body;
    expect([messageSent, messageError]).toEqual([false, 30_007]);
    const again = await click(world);
    expect(again).toMatchObject({ status: 201, body: sids });
    expect(again.body).not.toHaveProperty('messageSent');
    expect(again.tookMs).toBeLessThan(1_500);
    expect(messages(deployment)).toEqual([TEXT.body]);
  });
});

describe('the same request, once its Conversation is closed', () => {
  /** Ada has written, and ended it. */
  async function ended(
    url: string,
    parameters: object,
    platform?: ReturnType<OutreachWorld['deployment']['platform']>,
  ) {
    const world = withAgents();
    const { deployment, ada } = world;
    const first = await settled(deployment, deployment.callAgent(ada, url, parameters, platform));
    await deployment.settle();
    ada.accept();
    ada.complete();
    await deployment.settle(LEASE_MS);
    expect(openConversations(deployment)).toEqual([]);
    return { ...world, first };
  }

  it.each([
    ['SMS', SMS, TEXT],
    ['SMS, with a requestId', SMS, { ...TEXT, requestId: 'click-1' }],
    ['SMS without a text', SMS, { to: CUSTOMER_NUMBER, requestId: 'click-1' }],
    ['WhatsApp', WHATSAPP, TEMPLATE],
  ])('by %s gets all of its answer, and sends nothing', async (_, url, parameters) => {
    const world = await ended(url, parameters);
    const { deployment, first } = world;
    const again = await click(world, url, parameters);
    expect(again).toMatchObject({ status: 201, body: first.body });
    expect(Object.keys(again.body).sort()).toEqual(Object.keys(first.body).sort());
    expect(creations(world)).toBe(1);
    expect(openConversations(deployment)).toEqual([]);
    expect(messages(deployment)).toHaveLength('body' in parameters || 'contentSid' in parameters ? 1 : 0);
  });

  it('gets it though the agent is out by now', async () => {
    const world = await ended(SMS, TEXT);
    world.ada.setActivity('Break');
    expect(await click(world)).toMatchObject({ status: 201, body: world.first.body });
    // Nobody else gets it.
    expect((await click(world, SMS, { ...TEXT, body: 'Hello' })).body.code).toBe('agent_not_available');
  });

  it('makes no Conversation to find out, in a process that remembers it', async () => {
    const world = withAgents();
    const { deployment, ada } = world;
    const platform = deployment.platform();
    const first = await deployment.callAgent(ada, SMS, TEXT, platform);
    await deployment.settle();
    ada.accept();
    ada.complete();
    await deployment.settle(LEASE_MS);
    const again = await deployment.callAgent(ada, SMS, TEXT, platform);
    // Whose token it is, the record, the message.
    expect(again).toMatchObject({ status: 201, body: first.body, calls: 3 });
    expect(deployment.countCalls(/POST .*\/ConversationWithParticipants$/)).toBe(1);
  });

  it('is begun anew if another agent had finished it in their own name', async () => {
    const world = withAgents();
    const { deployment, grace } = world;
    deployment.twilio.faults.add({ operation: 'CreateInteraction', kind: 'never-before', times: 1 });
    expect((await click(world)).status).toBe(503);
    await deployment.settle(LEASE_MS);
    const theirs = await click(world, SMS, TEXT, grace);
    expect(theirs.status).toBe(201);
    await deployment.settle();
    grace.accept();
    grace.complete();
    await deployment.settle(LEASE_MS);
    const own = await click(world);
    expect(own.status).toBe(201);
    expect(own.body.interactionSid).not.toBe(theirs.body.interactionSid);
    expect(messages(deployment)).toEqual([TEXT.body, TEXT.body]);
  });

  it('is told that its text is not known to be sent, if it never was', async () => {
    const parameters = { ...TEXT, requestId: 'click-1' };
    const world = await dieAfter(INTERACTION, [SMS, parameters], LEASE_MS + 1_000);
    const { deployment, ada } = world;
    ada.accept();
    await deployment.settle();
    ada.complete();
    await deployment.settle(LEASE_MS);
    expect(openConversations(deployment)).toEqual([]);
    const again = await click(world, SMS, parameters);
    expect(again).toMatchObject({ status: 201, body: { messageSent: 'unknown' } });
    expect(again.body.interactionSid).toMatch(/^KD/);
    expect(messages(deployment)).toEqual([]);
    expect(creations(world)).toBe(1);
  });
});

describe('the first message, which the same request looks for', () => {
  /** Ada's click died before its text was sent, and she has accepted since. */
  async function unsent() {
    const world = await dieAfter(INTERACTION, [SMS, TEXT], LEASE_MS + 1_000);
    deafen(world);
    world.ada.accept();
    await world.deployment.settle();
    return world;
  }

  it('is none of the customer, who was faster: the text is sent', async () => {
    const world = await unsent();
    const { deployment } = world;
    await new Customer(deployment.twilio, CUSTOMER_NUMBER).write(BUSINESS_NUMBER, 'Where is my parcel?');
    expect(await click(world)).toMatchObject({ status: 201 });
    expect(messages(deployment)).toEqual(['Where is my parcel?', TEXT.body]);
  });

  it('is none of another agent: the text is sent', async () => {
    const world = await unsent();
    const { deployment, grace } = world;
    const [conversation] = openConversations(deployment);
    if (!conversation) throw new Error('no Conversation');
    deployment.twilio.conversationActions.addMessage(
      conversation,
      { author: grace.identity, body: 'Hello' },
      { source: 'SDK', identity: grace.identity },
    );
    expect(await click(world)).toMatchObject({ status: 201 });
    expect(messages(deployment)).toEqual(['Hello', TEXT.body]);
  });

  it("may be the agent's own, written in Flex: nothing is sent", async () => {
    const world = await unsent();
    const { deployment, ada } = world;
    const [conversation] = openConversations(deployment);
    ada.write(String(conversation?.entity.sid), 'Hello');
    expect(await click(world)).toMatchObject({ status: 201 });
    expect(messages(deployment)).toEqual(['Hello']);
  });
});

it('the same request without a text makes one Interaction, while the first is being created', async () => {
  const world = withAgents();
  const { deployment, ada } = world;
  deployment.twilio.faults.add({ operation: 'CreateInteraction', kind: 'late', delayMs: 2_000, times: 1 });
  const clicks = [1, 2].map(() => deployment.callAgent(ada, SMS, { to: CUSTOMER_NUMBER }));
  const [first, second] = await settled(deployment, Promise.all(clicks));
  expect(first?.status).toBe(201);
  expect(second).toMatchObject({ status: 201, body: first?.body });
  expect(creations(world)).toBe(1);
});
