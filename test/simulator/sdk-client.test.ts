import RestException from 'twilio/lib/base/RestException';
import { EmbeddedTwilio } from '../../simulator/embedded-twilio';
import { ManualClock } from '../../simulator/kernel/clock';
import { SERVED_PRODUCTS, servedOperations } from '../contract/served-operations';
import { callRest } from './rest-caller';
import { sdkClientOf } from './sdk-client';

const CONVERSATIONS = 'https://conversations.twilio.com/v1/Conversations';

function connect() {
  const clock = new ManualClock();
  const embedded = new EmbeddedTwilio({ clock, seed: 'sdk' });
  return { clock, embedded, client: sdkClientOf(embedded) };
}

describe("an error arrives as the SDK's RestException with Twilio's code", () => {
  const some = (prefix: string): string => `${prefix}${'0'.repeat(32)}`;

  it.each<[string, number, number, (client: ReturnType<typeof sdkClientOf>) => Promise<unknown>]>([
    [
      'a Conversation that does not exist',
      404,
      20404,
      ({ conversations }) => conversations.v1.conversations(some('CH')).fetch(),
    ],
    [
      'a Conversation in a service that does not exist',
      404,
      20404,
      ({ conversations }) => conversations.v1.services(some('IS')).conversations.create(),
    ],
    [
      'an Interaction that does not exist',
      404,
      20404,
      ({ flexApi }) => flexApi.v1.interaction(some('KD')).fetch(),
    ],
    [
      'a task that does not exist',
      404,
      20404,
      ({ taskrouter }) => taskrouter.v1.workspaces(some('WS')).tasks(some('WT')).fetch(),
    ],
    [
      'a Document that does not exist',
      404,
      20404,
      ({ sync }) => sync.v1.services('default').documents('x').fetch(),
    ],
    [
      'a missing parameter',
      400,
      20001,
      ({ taskrouter }) => taskrouter.v1.workspaces.create({ friendlyName: '' }),
    ],
    [
      'a parameter of the wrong kind',
      400,
      20001,
      ({ conversations }) => conversations.v1.conversations.create({ messagingServiceSid: some('IS') }),
    ],
    [
      'an Interaction without a channel',
      400,
      45004,
      ({ flexApi }) => flexApi.v1.interaction.create({ channel: {} }),
    ],
  ])('%s: %d, %d', async (_, status, code, call) => {
    const { client } = connect();
    const error: unknown = await call(client).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(RestException);
    expect(error).toMatchObject({
      status,
      code,
      moreInfo: `https://www.twilio.com/docs/errors/${String(code)}`,
      message: expect.stringMatching(/\w/) as string,
    });
  });

  it('a unique name that is taken: 409, 50353', async () => {
    const { client } = connect();
    const { conversations } = client.conversations.v1;
    await conversations.create({ uniqueName: 'ella' });
    await expect(conversations.create({ uniqueName: 'ella' })).rejects.toMatchObject({
      status: 409,
      code: 50353,
    });
  });

  it('a wrong token: 401, 20003, whatever is asked', async () => {
    const { embedded } = connect();
    const stranger = sdkClientOf(embedded, 'f'.repeat(32));
    const refused = { status: 401, code: 20003 };
    await expect(stranger.conversations.v1.conversations.list()).rejects.toMatchObject(refused);
    await expect(stranger.sync.v1.services(some('IS')).fetch()).rejects.toMatchObject(refused);
    await expect(stranger.flexApi.v1.interaction.create({ channel: {} })).rejects.toMatchObject(refused);
  });

  it.each([undefined, '', 'Basic', 'Bearer token', `Basic ${Buffer.from(':').toString('base64')}`])(
    'an Authorization header of %p: 401',
    async (authorization) => {
      const { embedded } = connect();
      const answer = await callRest(embedded, `GET ${CONVERSATIONS}`, { authorization });
      expect(answer).toMatchObject({ status: 401, body: { code: 20003, status: 401 } });
    },
  );

  it('a method that the path does not have: 405, 20004', async () => {
    const { embedded } = connect();
    expect(await callRest(embedded, `PUT ${CONVERSATIONS}`)).toMatchObject({
      status: 405,
      body: { code: 20004 },
    });
    const channels = `https://flex-api.twilio.com/v1/Interactions/${some('KD')}/Channels`;
    expect(await callRest(embedded, `POST ${channels}`)).toMatchObject({
      status: 405,
      body: { code: 20004 },
    });
  });

  it('a path or a host that no product has: 404, 20404', async () => {
    const { embedded } = connect();
    for (const url of ['https://sync.twilio.com/v9/Nothing', 'https://unknown.twilio.com/v1/Services']) {
      expect(await callRest(embedded, `GET ${url}`)).toMatchObject({ status: 404, body: { code: 20404 } });
    }
  });
});

describe('the products', () => {
  it('are told apart by host name, though their paths are the same', async () => {
    const { embedded } = connect();
    const sync = await callRest(embedded, 'GET https://sync.twilio.com/v1/Services');
    const conversations = await callRest(embedded, 'GET https://conversations.twilio.com/v1/Services');
    expect(sync.body?.services).toMatchObject([{ friendly_name: 'Default Service' }]);
    expect(conversations.body?.services).toMatchObject([{ friendly_name: 'Flex Chat Service' }]);
  });

  it.each(SERVED_PRODUCTS)(
    '%s: what is not simulated is refused in the shape of an error, not made up',
    async (product) => {
      const { embedded } = connect();
      for (const operation of servedOperations(product)) {
        const host = product === 'flex_v1' ? 'flex-api' : product.replace('_v1', '');
        const path = operation.template.replace(/\{\w+\}/g, 'unknown');
        const { status, body } = await callRest(
          embedded,
          `${operation.method} https://${host}.twilio.com${path}`,
        );
        if (status < 400) continue;
        expect(Object.keys(body ?? {}).sort()).toEqual(['code', 'message', 'more_info', 'status']);
        if (status === 403) expect(body).toMatchObject({ code: 20008 });
      }
    },
  );
});

describe('a request without the SDK', () => {
  it('may have a JSON body in place of a form', async () => {
    const { embedded } = connect();
    const created = await callRest(embedded, 'POST https://sync.twilio.com/v1/Services/default/Documents', {
      json: { UniqueName: 'from-json', Data: { n: 1 }, Ttl: 60 },
    });
    expect(created).toMatchObject({ status: 201, body: { unique_name: 'from-json', data: { n: 1 } } });
    const conversation = await callRest(embedded, `POST ${CONVERSATIONS}`, {
      json: { FriendlyName: 'Ella' },
    });
    expect(conversation).toMatchObject({ status: 201, body: { friendly_name: 'Ella' } });
  });

  it('is refused if its JSON is none', async () => {
    const { embedded } = connect();
    expect(await callRest(embedded, `POST ${CONVERSATIONS}`, { json: 'text' })).toMatchObject({
      status: 400,
    });
  });

  it('may repeat a parameter for a list', async () => {
    const { embedded } = connect();
    const { body } = await callRest(
      embedded,
      'POST https://conversations.twilio.com/v1/Configuration/Webhooks',
      {
        form: { Filters: ['onMessageAdded', 'onConversationAdded'] },
      },
    );
    expect(body?.filters).toEqual(['onMessageAdded', 'onConversationAdded']);
  });

  it('may write the values of an enum in any case', async () => {
    const { embedded } = connect();
    const { body } = await callRest(
      embedded,
      'POST https://conversations.twilio.com/v1/Configuration/Addresses',
      {
        form: { Type: 'whAtsAPP', Address: 'whatsapp:+14155550111' },
      },
    );
    expect(body?.type).toBe('whatsapp');
  });

  it('gets no body where something was deleted', async () => {
    const { embedded } = connect();
    const { body } = await callRest(embedded, `POST ${CONVERSATIONS}`);
    const deleted = await callRest(embedded, `DELETE ${CONVERSATIONS}/${String(body?.sid)}`);
    expect(deleted).toMatchObject({ status: 204, body: undefined });
  });
});

describe('dates', () => {
  it('move with the clock, and an update leaves the date of creation alone', async () => {
    const { clock, client } = connect();
    const { sid } = await client.conversations.v1.conversations.create();
    await clock.advance(90_000);
    const updated = await client.conversations.v1.conversations(sid).update({ friendlyName: 'Ella' });
    expect(updated.dateCreated).toEqual(new Date('2026-01-05T09:00:00Z'));
    expect(updated.dateUpdated).toEqual(new Date('2026-01-05T09:01:30Z'));
  });
});
