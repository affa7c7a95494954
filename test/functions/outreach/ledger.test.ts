import type { DeploymentOptions } from '../../support/deployment';
import { BUSINESS_NUMBER, VIP_NUMBER } from '../../support/deployment';
import { settled } from '../../support/settled';
import { messages, openConversations, SMS, TEXT, withAgents } from './outreach-deployment';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const OTHER = { ...TEXT, to: '+12025550144' };

type World = ReturnType<typeof withAgents>;

function ledgerIn({ deployment }: World) {
  const service = deployment.twilio.sync.findService('default');
  const document = service?.byName.get('outreach');
  if (!service || !document) throw new Error('there is no ledger');
  return { service, document, data: document.data as Record<string, Record<string, unknown>> };
}

/** An agent has written once. */
async function written(options: DeploymentOptions = {}) {
  const world = withAgents(options);
  const { deployment, ada } = world;
  const first = await deployment.callAgent(ada, SMS, { ...TEXT, requestId: 'click-1' });
  expect(first.status).toBe(201);
  return world;
}

/** The agent ends what they began, and time goes by in which nobody writes. */
async function endAndWait({ deployment, ada }: World, ms: number): Promise<void> {
  await deployment.settle();
  ada.accept();
  ada.complete();
  await deployment.settle(ms);
  deployment.twilio.tokens.issue(ada.token, {
    identity: 'ada_40example_2Ecom',
    roles: ['agent'],
    workerSid: ada.sid,
    expiresAtMs: deployment.clock.now() + DAY_MS,
  });
}

describe('the ledger of all that agents write', () => {
  it('counts by the hour and by agent, and knows whom and what only by digests', async () => {
    const world = await written();
    const now = world.deployment.clock.now();
    const { agents = {}, requests = {}, ...rest } = ledgerIn(world).data;
    expect(rest).toEqual({ hours: { [Math.floor(now / (60 * MINUTE_MS))]: 1 }, optedOut: {} });
    expect(Object.entries(agents)).toEqual([
      [expect.stringMatching(/^[\w-]{9}$/), { [Math.floor(now / (10 * MINUTE_MS))]: 1 }],
    ]);
    const digest = expect.stringMatching(/^[\w-]{16}$/) as string;
    const [conversation] = openConversations(world.deployment);
    expect(requests).toEqual([[digest, digest, conversation?.entity.sid, (now + DAY_MS) / 1_000]]);
  });

  it('loses no count to another process that writes at the same time', async () => {
    const world = await written();
    const { deployment, ada } = world;
    const conflict = { operation: 'UpdateDocument', kind: 'status', status: 412, code: 54103 } as const;
    deployment.twilio.faults.add({ ...conflict, times: 3 });
    expect((await deployment.callAgent(ada, SMS, OTHER)).status).toBe(201);
    expect(Object.values(ledgerIn(world).data.hours ?? {})).toEqual([2]);
  });

  it.each<[string, (world: World) => void]>([
    [
      'is written by others each time',
      ({ deployment }) =>
        deployment.twilio.faults.add({
          operation: 'UpdateDocument',
          kind: 'status',
          status: 412,
          code: 54103,
          times: 4,
        }),
    ],
    [
      'is gone the moment after it was there',
      (world) => {
        const { service, document } = ledgerIn(world);
        world.deployment.twilio.sync.removeDocument(service, document);
        // The first one that is created is the record.
        world.deployment.twilio.faults.add({
          operation: 'CreateDocument',
          kind: 'status',
          status: 409,
          code: 54301,
          after: 1,
        });
      },
    ],
    [
      'is not one',
      (world) => {
        world.deployment.twilio.sync.updateDocument(ledgerIn(world).document, { hours: 'many' });
      },
    ],
  ])('lets nothing be sent if it %s', async (_, befall) => {
    const world = await written();
    const { deployment, ada } = world;
    befall(world);
    const answer = await settled(deployment, deployment.callAgent(ada, SMS, OTHER));
    expect(answer).toMatchObject({
      status: 503,
      body: { code: 'upstream_unavailable' },
      log: { reason: 'unavailable', operation: 'outreach ledger' },
    });
    expect(openConversations(deployment)).toHaveLength(1);
    expect(messages(deployment)).toEqual([TEXT.body]);
  });

  it('is looked at anew by a process that has not written for ten minutes', async () => {
    const world = withAgents({ settings: { OUTBOUND_LIMIT_PER_AGENT_PER_HOUR: '1' } });
    const { deployment, ada } = world;
    const platform = deployment.platform();
    const write = () => deployment.callAgent(ada, SMS, OTHER, platform);
    expect((await deployment.callAgent(ada, SMS, TEXT, platform)).status).toBe(201);
    const { service, document } = ledgerIn(world);
    deployment.twilio.sync.removeDocument(service, document);
    await deployment.settle(10 * MINUTE_MS - 1);
    expect(await write()).toMatchObject({
      status: 429,
      body: {
        code: 'rate_limited',
        message: 'Too many messages were sent lately. Try again later.',
        details: { retryAfterSeconds: expect.any(Number) as number },
      },
    });
    await deployment.settle(1);
    expect((await write()).status).toBe(201);
  });
});

describe('a customer who has opted out', () => {
  const table = { addresses: { [BUSINESS_NUMBER]: { outbound: true }, [VIP_NUMBER]: { outbound: true } } };

  async function optedOut(waitMs: number) {
    const world = withAgents({ table });
    const { deployment, ada } = world;
    deployment.twilio.faults.add({
      operation: 'CreateConversationMessage',
      kind: 'status',
      status: 400,
      code: 21610,
      times: 1,
    });
    await deployment.callAgent(ada, SMS, TEXT);
    await endAndWait(world, waitMs);
    return world;
  }

  it('of one sender may be written to from another one, and another customer from this one', async () => {
    const { deployment, ada } = await optedOut(MINUTE_MS + 1_000);
    expect(await deployment.callAgent(ada, SMS, TEXT)).toMatchObject({
      status: 403,
      body: {
        code: 'destination_opted_out',
        message: 'This customer has opted out of messages from this sender.',
      },
    });
    for (const other of [OTHER, { ...TEXT, from: VIP_NUMBER }])
      expect((await deployment.callAgent(ada, SMS, other)).status).toBe(201);
  });

  it('is left to Twilio to know after thirty days, even if nobody has written since', async () => {
    const { deployment, ada } = await optedOut(30 * DAY_MS);
    expect((await deployment.callAgent(ada, SMS, TEXT)).status).toBe(201);
  });
});

describe('a request with a requestId', () => {
  const SAME = { ...TEXT, requestId: 'click-1' };

  it('may be another one under the same requestId after a day, even if nobody has written since', async () => {
    const world = await written();
    const { deployment, ada } = world;
    await endAndWait(world, DAY_MS);
    expect((await deployment.callAgent(ada, SMS, { ...SAME, body: 'Hello' })).status).toBe(201);
    expect(messages(deployment)).toEqual([TEXT.body, 'Hello']);
  });

  it('is finished when it is asked again, if nobody knows what became of it', async () => {
    const { deployment, ada } = withAgents();
    deployment.twilio.faults.add({ operation: 'CreateInteraction', kind: 'reset-before', times: 1 });
    for (const status of [503, 503, 201])
      expect((await settled(deployment, deployment.callAgent(ada, SMS, SAME))).status).toBe(status);
    expect(messages(deployment)).toEqual([TEXT.body]);
    expect(openConversations(deployment)).toHaveLength(1);
  });

  it('is done once, though its first attempt led to nothing', async () => {
    const world = withAgents();
    const { deployment, ada } = world;
    deployment.twilio.faults.add({ operation: 'CreateInteraction', kind: 'status', status: 400, times: 1 });
    expect((await deployment.callAgent(ada, SMS, SAME)).status).toBe(500);
    const second = await deployment.callAgent(ada, SMS, SAME);
    expect(second.status).toBe(201);
    await endAndWait(world, MINUTE_MS);
    const { interactionSid } = second.body;
    expect(await deployment.callAgent(ada, SMS, SAME)).toMatchObject({
      status: 201,
      body: { interactionSid },
    });
    expect(messages(deployment)).toEqual([TEXT.body]);
    expect(Object.values(ledgerIn(world).data.hours ?? {})).toEqual([2]);
  });

  it.each([
    ['', 0],
    [', also if the ledger was full when it came', 177],
  ])('is refused for other parameters, and says what to do%s', async (_, before) => {
    const world = withAgents();
    const { deployment, ada } = world;
    await deployment.callAgent(ada, SMS, { ...OTHER, requestId: 'click-0' });
    const { document, data } = ledgerIn(world);
    const [first] = Object.values(data.requests ?? {}) as [[string, string, string, number]];
    const requests = Array.from({ length: before }, (_nothing, index) => [
      String(index).padStart(16, '-'),
      ...first.slice(1),
    ]);
    deployment.twilio.sync.updateDocument(document, { ...data, requests });
    expect((await deployment.callAgent(ada, SMS, SAME)).status).toBe(201);
    const other = { ...SAME, to: '+12025550145' };
    expect(await deployment.callAgent(ada, SMS, other)).toMatchObject({
      status: 409,
      body: {
        code: 'request_id_reused',
        message: 'This requestId was used with other parameters. Choose a new one for a new request.',
      },
    });
    expect(openConversations(deployment)).toHaveLength(2);
  });
});
