import { INTERACTION_EVENTS } from '../../simulator/flex/interaction-webhooks';
import { flexWithAgents, INTERACTIONS, SET_UP_MS } from './flex-with-agents';
import { callRest } from './rest-caller';

const WEBHOOK_URL = 'https://example.com/interactions';
const CREATED = 'onInteractionCreated';
const STATUS_UPDATED = 'onChannelStatusUpdated';

/** A Flex account without Interaction webhooks, and what calls of them answer. */
function connect() {
  const flex = flexWithAgents();
  const { twilio } = flex;
  twilio.interactionWebhooks.webhooks.clear();
  const instance = `https://flex-api.twilio.com/v1/Instances/${twilio.interactionWebhooks.instanceSid}`;
  const list = `${instance}/InteractionWebhooks`;
  const call = (method: string, url: string, form?: Record<string, unknown>) =>
    callRest(twilio, `${method} ${url}`, form ? { form } : {});
  const create = async (form: Record<string, unknown>): Promise<string> => {
    const { status, body } = await call('POST', list, { WebhookUrl: WEBHOOK_URL, ...form });
    expect(status).toBe(201);
    return String(body?.ttid);
  };
  /** What the webhooks told; what tells of tasks has no Interaction. */
  const told = () => flex.events.filter(({ InteractionSid: sid }) => sid !== undefined);
  return { ...flex, list, call, create, told };
}

describe('an Interaction webhook', () => {
  it('is created with a POST to nobody but its URL unless more is said', async () => {
    const { list, call, twilio } = connect();
    const { status, body } = await call('POST', list, { WebhookUrl: WEBHOOK_URL });
    expect(status).toBe(201);
    expect(body).toEqual({
      ttid: expect.stringMatching(/^flex_interactionwebhook_/) as string,
      account_sid: twilio.accountSid,
      instance_sid: twilio.interactionWebhooks.instanceSid,
      webhook_url: WEBHOOK_URL,
      webhook_events: [],
      webhook_method: 'POST',
      friendly_name: null,
      type: 'global',
      url: `${list}/${String(body?.ttid)}`,
    });
  });

  it('can be listed, fetched, changed one field at a time, and deleted', async () => {
    const { list, call, create } = connect();
    const ttid = await create({
      Type: 'interaction',
      FriendlyName: 'Ours',
      WebhookMethod: 'get',
      WebhookEvents: [CREATED, STATUS_UPDATED],
    });
    const url = `${list}/${ttid}`;
    const created = {
      ttid,
      type: 'interaction',
      friendly_name: 'Ours',
      webhook_url: WEBHOOK_URL,
      webhook_method: 'GET',
      webhook_events: [CREATED, STATUS_UPDATED],
    };
    expect((await call('GET', url)).body).toMatchObject(created);
    const changes: [form: Record<string, unknown>, change: object][] = [
      [{ FriendlyName: 'Still ours' }, { friendly_name: 'Still ours' }],
      [{ WebhookUrl: `${WEBHOOK_URL}/2` }, { webhook_url: `${WEBHOOK_URL}/2` }],
      [{ WebhookMethod: 'POST' }, { webhook_method: 'POST' }],
      [{ WebhookEvents: [CREATED] }, { webhook_events: [CREATED] }],
    ];
    let expected: object = created;
    for (const [form, change] of changes) {
      expected = { ...expected, ...change };
      expect((await call('POST', url, form)).body).toMatchObject(expected);
    }
    expect((await call('GET', list)).body).toMatchObject({ webhooks: [expected] });
    expect((await call('DELETE', url)).status).toBe(204);
    expect((await call('GET', url)).status).toBe(404);
    expect((await call('GET', list)).body).toMatchObject({ webhooks: [] });
  });

  it.each<[string, Record<string, unknown>, RegExp]>([
    ['without a URL', { WebhookEvents: CREATED }, /WebhookUrl/],
    ['with an event that there is not', { WebhookUrl: WEBHOOK_URL, WebhookEvents: 'onLunch' }, /onLunch/],
    ['with another method', { WebhookUrl: WEBHOOK_URL, WebhookMethod: 'PUT' }, /WebhookMethod/],
  ])('is refused %s', async (_, form, message) => {
    const { list, call, twilio } = connect();
    expect(await call('POST', list, form)).toMatchObject({
      status: 400,
      body: { message: expect.stringMatching(message) as string },
    });
    expect(twilio.interactionWebhooks.webhooks.size).toBe(0);
  });

  it('is found only below its own Flex instance', async () => {
    const { list, call, create, twilio } = connect();
    const ttid = await create({ WebhookEvents: CREATED });
    const other = list.replace(twilio.interactionWebhooks.instanceSid, `GO${'0'.repeat(32)}`);
    for (const line of [other, `${other}/${ttid}`, `${list}/flex_interactionwebhook_none`])
      expect((await call('GET', line)).status).toBe(404);
    expect((await call('POST', other, { WebhookUrl: WEBHOOK_URL })).status).toBe(404);
    expect(twilio.interactionWebhooks.webhooks.size).toBe(1);
  });

  it('hears of the events that it asks for, and of no others', async () => {
    const { clock, begin, createFor, create, told } = connect();
    await create({ WebhookEvents: ['onChannelCreated'] });
    createFor(begin());
    await clock.advance(SET_UP_MS);
    expect(told()).toMatchObject([{ EventType: 'onChannelCreated', MediaChannelType: 'sms' }]);
  });

  it('of the type interaction hears only of Interactions that name it', async () => {
    const { twilio, clock, begin, createFor, create, call, told } = connect();
    const ttid = await create({ Type: 'interaction', WebhookEvents: [...INTERACTION_EVENTS] });
    const [named, unnamed] = [createFor(begin()), createFor(begin(false))];
    await call('POST', `${INTERACTIONS}/${named.entity.sid}`, { WebhookTtid: ttid });
    await clock.advance(SET_UP_MS);
    const sids = new Set(told().map(({ InteractionSid }) => InteractionSid));
    expect(sids).toEqual(new Set([named.entity.sid]));
    expect(unnamed.channel.status).toBe('failed');
    expect(twilio.interactions.store.find(named.entity.sid).entity.webhook_ttid).toBe(ttid);
  });

  it('tells why a channel could not be created', async () => {
    const { clock, begin, createFor, create, told } = connect();
    await create({ WebhookEvents: ['onChannelCreateFailed'] });
    createFor(begin(false));
    await clock.advance(SET_UP_MS);
    expect(told()).toMatchObject([
      { ErrorCode: '45355', ErrorMessage: expect.stringMatching(/No Participants/) as string },
    ]);
  });
});
