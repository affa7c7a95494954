import { EmbeddedTwilio } from '../../simulator/embedded-twilio';
import { ManualClock } from '../../simulator/kernel/clock';
import { callRest } from './rest-caller';
import {
  autoCreate,
  BUSINESS,
  BY_REST,
  CUSTOMER,
  OTHER_CUSTOMER,
  receive,
  smsBinding,
} from './twilio-with-hooks';

const CONVERSATIONS = 'https://conversations.twilio.com/v1/Conversations';
const WITH_PARTICIPANTS = 'https://conversations.twilio.com/v1/ConversationWithParticipants';

function setUp() {
  const twilio = new EmbeddedTwilio({ clock: new ManualClock(), seed: 'addresses' });
  const { conversationActions: actions } = twilio;
  const create = () => actions.create({}, BY_REST);
  const join = (sid: string, form: object) =>
    callRest(twilio, `POST ${CONVERSATIONS}/${sid}/Participants`, { form: { ...form } });
  return { twilio, actions, create, join };
}

const SMS = { 'MessagingBinding.Address': CUSTOMER, 'MessagingBinding.ProxyAddress': BUSINESS };

describe('a pair of address and proxy address', () => {
  it('is in one open Conversation at most; the refusal names it', async () => {
    const { create, join } = setUp();
    const [first, second] = [create().entity.sid, create().entity.sid];
    expect((await join(first, SMS)).status).toBe(201);
    expect(await join(second, SMS)).toMatchObject({
      status: 409,
      body: {
        code: 50416,
        message: `A binding for this participant and proxy address already exists in Conversation ${first}`,
      },
    });
    // The same customer on another number of ours, or another customer on the same number, is another pair.
    expect((await join(second, { ...SMS, 'MessagingBinding.ProxyAddress': '+14155550122' })).status).toBe(
      201,
    );
    expect((await join(second, { ...SMS, 'MessagingBinding.Address': OTHER_CUSTOMER })).status).toBe(201);
  });

  it.each([
    ['its participant is removed', 'remove the participant'],
    ['its Conversation is closed', 'close'],
    ['its Conversation is deleted', 'delete'],
  ])('is free again when %s', async (_, end) => {
    const { twilio, actions, create, join } = setUp();
    const first = create();
    const participant = actions.addParticipant(first, smsBinding(), BY_REST);
    if (end === 'close') actions.setState(first, 'closed', 'API', BY_REST);
    else if (end === 'delete') actions.remove(first, BY_REST);
    else actions.removeParticipant(first, participant, BY_REST);
    const second = create();
    expect((await join(second.entity.sid, SMS)).status).toBe(201);
    expect(twilio.conversations.findByBinding(CUSTOMER, BUSINESS)).toBe(second);
  });

  it('is not lost to a new Conversation when the old one, long closed, is cleaned up', () => {
    const { twilio, actions, create } = setUp();
    const [old, current] = [create(), create()];
    const participant = actions.addParticipant(old, smsBinding(), BY_REST);
    actions.setState(old, 'closed', 'API', BY_REST);
    actions.addParticipant(current, smsBinding(), BY_REST);
    actions.removeParticipant(old, participant, BY_REST);
    actions.remove(old, BY_REST);
    expect(twilio.conversations.findByBinding(CUSTOMER, BUSINESS)).toBe(current);
  });

  it.each([
    [
      'an address that is none',
      { 'MessagingBinding.Address': 'nobody', 'MessagingBinding.ProxyAddress': BUSINESS },
      50407,
    ],
    [
      'a proxy address that is none',
      { 'MessagingBinding.Address': CUSTOMER, 'MessagingBinding.ProxyAddress': 'x' },
      50408,
    ],
    [
      'two equal addresses',
      { 'MessagingBinding.Address': BUSINESS, 'MessagingBinding.ProxyAddress': BUSINESS },
      50409,
    ],
    [
      'addresses of two channels',
      { 'MessagingBinding.Address': `whatsapp:${CUSTOMER}`, 'MessagingBinding.ProxyAddress': BUSINESS },
      50414,
    ],
    ['nothing to be reached by', { Attributes: '{}' }, 50400],
  ])('with %s is refused: error %#', async (_, form, code) => {
    const { create, join } = setUp();
    const conversation = create();
    expect(await join(conversation.entity.sid, form)).toMatchObject({ status: 400, body: { code } });
    expect(conversation.participants.size).toBe(0);
  });
});

describe('a Conversation that is made with its participants', () => {
  const participant = (given: object) => JSON.stringify(given);
  const sms = (address: string) => ({ messaging_binding: { address, proxy_address: BUSINESS } });

  it('has them all from the start', async () => {
    const { twilio } = setUp();
    const { status, body } = await callRest(twilio, `POST ${WITH_PARTICIPANTS}`, {
      form: { Participant: [participant(sms(CUSTOMER)), participant({ identity: 'ada' })] },
    });
    expect(status).toBe(201);
    const conversation = twilio.conversations.find(String(body?.sid));
    expect([...(conversation?.participants.values() ?? [])]).toMatchObject([
      { messaging_binding: { address: CUSTOMER } },
      { identity: 'ada' },
    ]);
  });

  it('is not made at all if one of them is elsewhere: 50425, naming that Conversation', async () => {
    const { twilio, actions, create } = setUp();
    const taken = create();
    actions.addParticipant(taken, smsBinding(), BY_REST);
    const answer = await callRest(twilio, `POST ${WITH_PARTICIPANTS}`, {
      form: { Participant: [participant(sms(OTHER_CUSTOMER)), participant(sms(CUSTOMER))] },
    });
    expect(answer).toMatchObject({ status: 409, body: { code: 50425 } });
    expect(answer.body?.message).toContain(taken.entity.sid);
    expect([...twilio.conversations.conversations.values()]).toEqual([taken]);
    expect(twilio.conversations.findByBinding(OTHER_CUSTOMER, BUSINESS)).toBeUndefined();
  });

  it('is closed again if another request takes an address meanwhile: 50427, and the address is free to retry', async () => {
    const { twilio } = setUp();
    twilio.conversations.losesRaces = true;
    const make = (others: string[]) =>
      callRest(twilio, `POST ${WITH_PARTICIPANTS}`, {
        form: { Participant: [...others, CUSTOMER].map((address) => participant(sms(address))) },
      });
    const [first, second] = await Promise.all([make([]), make([OTHER_CUSTOMER])]);
    expect([first.status, second.status, second.body?.code]).toEqual([201, 409, 50427]);
    const states = [...twilio.conversations.conversations.values()].map(({ entity }) => entity.state);
    expect(states).toEqual(['active', 'closed']);
    expect(twilio.conversations.findByBinding(OTHER_CUSTOMER, BUSINESS)).toBeUndefined();
  });

  it.each([
    ['the same customer twice', [participant(sms(CUSTOMER)), participant(sms(CUSTOMER))]],
    ['the same identity twice', [participant({ identity: 'ada' }), participant({ identity: 'ada' })]],
    ['attributes that are no JSON', [participant({ identity: 'ada', attributes: '{' })]],
    ['an address that is none', [participant({ identity: 'ada' }), participant(sms('nobody'))]],
    ['something that is no JSON', ['{']],
  ])('is not made with %s', async (_, given) => {
    const { twilio } = setUp();
    const { status } = await callRest(twilio, `POST ${WITH_PARTICIPANTS}`, { form: { Participant: given } });
    expect([400, 409]).toContain(status);
    expect(twilio.conversations.conversations.size).toBe(0);
  });
});

describe('limits', () => {
  it('50 addresses, whatever the number of chat identities', async () => {
    const { actions, create, join } = setUp();
    const conversation = create();
    for (let n = 0; n < 50; n++)
      actions.addParticipant(conversation, smsBinding(`+1202555${1000 + n}`), BY_REST);
    expect((await join(conversation.entity.sid, { Identity: 'ada' })).status).toBe(201);
    expect(await join(conversation.entity.sid, SMS)).toMatchObject({ status: 409, body: { code: 50436 } });
  });

  it('one participant of an identity', async () => {
    const { create, join } = setUp();
    const { sid } = create().entity;
    await join(sid, { Identity: 'ada' });
    expect(await join(sid, { Identity: 'ada' })).toMatchObject({ status: 409, body: { code: 50433 } });
  });
});

describe('a message from outside', () => {
  it('goes to the Conversation that has its pair, though no new one would be made for its address', async () => {
    const { twilio, actions, create } = setUp();
    const conversation = create();
    actions.addParticipant(conversation, smsBinding(), BY_REST);
    const received = await receive(twilio);
    expect(received.conversation).toBe(conversation);
    expect(received.message).toMatchObject({
      author: CUSTOMER,
      index: 0,
      participant_sid: expect.any(String) as string,
    });
    expect(twilio.conversations.conversations.size).toBe(1);
  });

  it('is taken by nobody if its address makes no Conversations', async () => {
    const { twilio } = setUp();
    expect(await twilio.inbound.receive({ from: CUSTOMER, to: BUSINESS, body: 'Hello' })).toBeUndefined();
    autoCreate(twilio, { enabled: false });
    expect(await twilio.inbound.receive({ from: CUSTOMER, to: BUSINESS, body: 'Hello' })).toBeUndefined();
  });

  it('begins a new Conversation after the last was closed', async () => {
    const { twilio, actions } = setUp();
    autoCreate(twilio);
    const first = await receive(twilio);
    expect((await receive(twilio)).conversation).toBe(first.conversation);
    actions.setState(first.conversation, 'closed', 'API', BY_REST);
    expect((await receive(twilio)).conversation).not.toBe(first.conversation);
  });
});
