import { callRest } from './rest-caller';
import { autoCreate, BUSINESS, CUSTOMER, subscribeService, twilioWithHooks } from './twilio-with-hooks';

const HOUR_MS = 3_600_000;
const ON_ITS_WAY_MS = 1_000;

/** A customer who has written from an address of a channel. */
async function begin(prefix = '') {
  const hooks = twilioWithHooks();
  autoCreate(hooks.twilio, {});
  const [address] = hooks.twilio.conversations.addresses.values();
  if (!address) throw new Error('no address');
  const to = `${prefix}${BUSINESS}`;
  hooks.twilio.conversations.addresses.set('other', { ...address, address: to });
  subscribeService(hooks.twilio, ['onDeliveryUpdated']);
  const write = async (body: string) => {
    const received = await hooks.twilio.inbound.receive({ from: `${prefix}${CUSTOMER}`, to, body });
    if (!received) throw new Error('no Conversation took the message');
    return received.conversation;
  };
  const { entity } = await write('Hello');
  const send = async (form: object) => {
    const { body } = await callRest(hooks.twilio, `POST ${entity.url}/Messages`, { form: { ...form } });
    const list = async () =>
      (await callRest(hooks.twilio, `GET ${String(body?.url)}/Receipts`)).body?.delivery_receipts as Record<
        string,
        unknown
      >[];
    const [sent] = await list();
    expect(sent).toMatchObject({ status: 'sent', error_code: 0 });
    await hooks.clock.advance(ON_ITS_WAY_MS);
    const [receipt] = await list();
    const message = (await callRest(hooks.twilio, `GET ${String(body?.url)}`)).body;
    return { receipt, delivery: message?.delivery };
  };
  return { ...hooks, write, send };
}

describe('a message to a customer', () => {
  it('is sent, then delivered, and told as onDeliveryUpdated', async () => {
    const { send, received } = await begin();
    const { receipt, delivery } = await send({ Author: 'system', Body: 'Hello' });
    expect(receipt).toMatchObject({ status: 'delivered', error_code: 0 });
    expect(receipt?.channel_message_sid).toMatch(/^SM/);
    expect(delivery).toMatchObject({ total: 1, delivered: 'all', failed: 'none' });
    expect(received.map(({ form }) => [form.EventType, form.Status])).toEqual([
      ['onDeliveryUpdated', 'delivered'],
    ]);
  });

  it('fails after STOP with 21610, and goes again after START', async () => {
    const { send, write } = await begin();
    await write(' Stop ');
    expect(await send({ Body: 'An offer' })).toMatchObject({
      receipt: { status: 'failed', error_code: 21610 },
      delivery: { failed: 'all', delivered: 'none' },
    });
    await write('START');
    expect((await send({ Body: 'An offer' })).receipt).toMatchObject({ status: 'delivered' });
  });

  it('on WhatsApp fails with 63016 when 24 hours have passed since theirs, unless it is a template', async () => {
    const { send, write, clock } = await begin('whatsapp:');
    await clock.advance(24 * HOUR_MS - ON_ITS_WAY_MS);
    expect((await send({ Body: 'Still there?' })).receipt).toMatchObject({ status: 'delivered' });
    await clock.advance(1);
    expect((await send({ Body: 'Still there?' })).receipt).toMatchObject({ error_code: 63016 });
    const ContentSid = `HX${'a1'.repeat(16)}`;
    expect((await send({ ContentSid })).receipt).toMatchObject({ status: 'delivered' });
    await write('Yes, here');
    expect((await send({ Body: 'Good' })).receipt).toMatchObject({ status: 'delivered' });
  });

  it('goes to everybody outside but its author', async () => {
    const { twilio, write } = await begin();
    const conversation = await write('Again');
    const [, second] = conversation.messages;
    expect(twilio.conversationActions.carrier.receiptsOf(second?.sid ?? '')).toEqual([]);
  });
});
