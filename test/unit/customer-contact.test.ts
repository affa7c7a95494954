import type { ConversationAdded, MessageAdded } from '../../src/core/conversations/conversation-event';
import { findCustomerContact } from '../../src/core/conversations/customer-contact';
import { channelOfParticipant } from '../../src/core/conversations/identify-customer';
import { couldBeOurs } from '../../src/core/routing-table/find-entry';
import { openRoutingTable } from '../../src/core/routing-table/open-routing-table';
import { parseRoutingTable } from '../../src/core/routing-table/routing-table';
import type { Sid } from '../../src/core/sid';

const sid = <Prefix extends string>(prefix: Prefix) => `${prefix}${'1'.repeat(32)}` as Sid<Prefix>;
const parse = (table: object) => parseRoutingTable(JSON.stringify(table));
const OURS = '+14155550111';
const ELLA = '+12025550143';
const TABLE = parse({ addresses: { [OURS]: { inbound: true } }, channels: { web: { inbound: true } } });

const common = { conversationSid: sid('CH'), source: 'SMS', isScoped: false, isRetry: false };
const added: ConversationAdded = {
  ...common,
  type: 'onConversationAdded',
  address: ELLA,
  businessAddress: OURS,
  isOptOut: false,
};
const message: MessageAdded = { ...common, type: 'onMessageAdded', index: 0, author: ELLA, isOptOut: false };
function without<Event extends object, Name extends keyof Event>(event: Event, ...names: Name[]) {
  const left = { ...event };
  for (const name of names) Reflect.deleteProperty(left, name);
  return left as Omit<Event, Name>;
}

const ignored = (reason: string) => ({ outcome: 'ignored', reason });

describe('a Conversation that began', () => {
  it('by a customer with one of our addresses opens', () => {
    expect(findCustomerContact(added, TABLE)).toEqual({
      conversationSid: sid('CH'),
      isMessage: false,
      isOpening: true,
      isToldAgain: false,
      isScoped: false,
      author: ELLA,
      channelType: 'sms',
    });
  });

  it('tells by which name its customer goes', () => {
    expect(findCustomerContact({ ...added, customerName: 'Ella' }, TABLE)).toMatchObject({
      customerName: 'Ella',
    });
  });

  it.each([
    ['whose webhook somebody pointed at us', { isScoped: true, businessAddress: '+14155550199' }],
    ['whose business address is not told, on a channel that we take', { businessAddress: undefined }],
    ['that begins with STOP on a channel without opt-outs', { isOptOut: true, address: `whatsapp:${ELLA}` }],
  ])('%s may be ours', (_, changes) => {
    const table = parse({
      addresses: { [OURS]: { inbound: true } },
      channels: { whatsapp: { inbound: true } },
    });
    const event = { ...added, ...changes };
    expect(findCustomerContact(event, table)).toMatchObject({ isMessage: false, author: event.address });
  });

  it.each([
    ['is being set up', { state: 'initializing' }, 'initializing'],
    ['is over already', { state: 'closed' }, 'closed'],
    ['is an opt-out', { isOptOut: true }, 'opted_out'],
    ['is with an address of others', { businessAddress: '+14155550199' }, 'not_ours'],
  ])('is ignored if it %s', (_, changes, reason) => {
    expect(findCustomerContact({ ...added, ...changes }, TABLE)).toEqual(ignored(reason));
  });

  it('of a short code is an SMS if it came as one, else of an identity', () => {
    const byCode = { ...added, address: '72975' };
    expect(findCustomerContact(byCode, TABLE)).toMatchObject({ channelType: 'sms', isOpening: true });
    expect(findCustomerContact({ ...message, author: '72975' }, TABLE)).toMatchObject({ channelType: 'sms' });
    expect(findCustomerContact({ ...byCode, source: 'SDK' }, TABLE)).toMatchObject({
      channelType: undefined,
    });
  });

  it('with nothing told of it may be a web chat, if we take some', () => {
    const untold = without(added, 'address', 'businessAddress');
    expect(findCustomerContact(untold, TABLE)).toEqual({
      conversationSid: sid('CH'),
      isMessage: false,
      isOpening: false,
      isToldAgain: false,
      isScoped: false,
    });
    const withoutChat = parse({ addresses: { [OURS]: { inbound: true } } });
    expect(findCustomerContact(untold, withoutChat)).toEqual(ignored('not_ours'));
  });

  it('is no opening if a client made it, or if it is told late', () => {
    for (const changes of [{ source: 'API' }, { source: 'SDK' }, { isStreamed: true }])
      expect(findCustomerContact({ ...added, ...changes }, TABLE)).toMatchObject({ isOpening: false });
  });
});

describe('a message', () => {
  it('of a chat client counts as a customer only where it is the first, or was parked', () => {
    const written = { ...message, author: 'visitor', source: 'SDK', participantSid: sid('MB') };
    expect(findCustomerContact(written, TABLE)).toMatchObject({ isMessage: true, isOpening: false });
    expect(findCustomerContact({ ...written, index: 1 }, TABLE)).toEqual(ignored('agent_message'));
    expect(findCustomerContact({ ...written, index: 1, parkWebhookSid: sid('WH') }, TABLE)).toMatchObject({
      author: 'visitor',
    });
  });

  it.each(['ella@customer.example', ELLA, `whatsapp:${ELLA}`])(
    'of a chat client whose identity is %j is of whatever its Participant is',
    (author) => {
      const written = { ...message, author, source: 'SDK', participantSid: sid('MB'), isOptOut: true };
      expect(findCustomerContact(written, TABLE)).toEqual({
        conversationSid: sid('CH'),
        isMessage: true,
        isOpening: false,
        isToldAgain: false,
        isScoped: false,
        author,
        participantSid: sid('MB'),
      });
    },
  );

  it('made by REST for nobody is no customer, made for an address or a Participant it is', () => {
    const byRest = { ...message, source: 'API' };
    expect(findCustomerContact({ ...byRest, author: 'system' }, TABLE)).toEqual(ignored('agent_message'));
    const anonymous = without(byRest, 'author');
    expect(findCustomerContact(anonymous, TABLE)).toEqual(ignored('agent_message'));
    expect(findCustomerContact(byRest, TABLE)).toMatchObject({ author: ELLA, isOpening: false });
    const ofParticipant = { ...byRest, author: 'ella', participantSid: sid('MB') };
    expect(findCustomerContact(ofParticipant, TABLE)).toMatchObject({ author: 'ella' });
  });

  it('without an author is of whoever came by the channel', () => {
    const anonymous = without(message, 'author');
    const contact = findCustomerContact(anonymous, TABLE);
    expect(contact).toEqual({
      conversationSid: sid('CH'),
      isMessage: true,
      isOpening: false,
      isToldAgain: false,
      isScoped: false,
    });
  });

  it('that is the first on a channel opens, unless it is told late', () => {
    const event = { ...message, participantSid: sid('MB') };
    const contact = {
      conversationSid: sid('CH'),
      isMessage: true,
      isScoped: false,
      author: ELLA,
      participantSid: sid('MB'),
      channelType: 'sms',
    };
    expect(findCustomerContact(event, TABLE)).toEqual({ ...contact, isOpening: true, isToldAgain: false });
    for (const changes of [{ index: 1 }, { isStreamed: true }])
      expect(findCustomerContact({ ...event, ...changes }, TABLE)).toMatchObject({
        ...contact,
        isOpening: false,
      });
  });

  it.each([
    ['by a channel that we do not take', { author: 'whatsapp:+12025550143' }, 'not_ours'],
    ['by REST for such a channel', { author: 'whatsapp:+12025550143', source: 'API' }, 'not_ours'],
    ['of an opt-out', { isOptOut: true }, 'opted_out'],
  ])('is ignored %s', (_, changes, reason) => {
    expect(findCustomerContact({ ...message, ...changes }, TABLE)).toEqual(ignored(reason));
  });

  it('of an identity is an agent’s where we take no chats', () => {
    const withoutChat = parse({ addresses: { [OURS]: { inbound: true } } });
    const byAgent = { ...message, author: 'ada', source: 'API', participantSid: sid('MB') };
    expect(findCustomerContact(byAgent, withoutChat)).toEqual(ignored('agent_message'));
    expect(findCustomerContact({ ...byAgent, source: 'WEB' }, withoutChat)).toEqual(ignored('not_ours'));
  });

  it.each([
    ['for the first time', {}, false],
    ['again by a retry', { isRetry: true }, true],
    ['again by Event Streams', { isStreamed: true }, true],
  ])('is told %s, and when it happened', (_, changes, isToldAgain) => {
    const contact = findCustomerContact({ ...message, occurredAtMs: 5, ...changes }, TABLE);
    expect(contact).toMatchObject({ occurredAtMs: 5, isToldAgain });
  });
});

describe('the channel of a Participant', () => {
  const participant = { participantSid: sid('MB'), attributes: {}, joinedAtMs: 0 };
  const channelOf = (customer: object, table = TABLE, others: object[] = []) => {
    const one = { ...participant, ...customer };
    return channelOfParticipant(one, [one, ...others.map((other) => ({ ...participant, ...other }))], table);
  };

  it.each([
    ['their address', { address: ELLA, channelType: 'other' }, 'sms'],
    ['what Twilio calls it', { address: '12345', channelType: 'sms' }, 'sms'],
    ['chat, where nothing else is known', { address: '12345' }, 'chat'],
    ['what Twilio calls their identity', { identity: 'ella', channelType: 'chat' }, 'chat'],
    ['what we take identities from', { identity: 'ella' }, 'web'],
  ])('is told by %s', (_, customer, channelType) => {
    expect(channelOf(customer).channelType).toBe(channelType);
  });

  it('of an identity is chat where we take neither', () => {
    expect(channelOf({ identity: 'ella' }, parse({})).channelType).toBe('chat');
  });

  it('has our address as theirs, else as it is towards the group', () => {
    expect(channelOf({ address: ELLA, proxyAddress: OURS }).businessAddress).toBe(OURS);
    expect(channelOf({ address: ELLA }, TABLE, [{ projectedAddress: OURS }]).businessAddress).toBe(OURS);
    expect(channelOf({ address: ELLA }).businessAddress).toBeUndefined();
  });
});

describe('a Conversation could be ours', () => {
  it.each([
    [{ default: { inbound: true } }, true],
    [{ channels: { sms: { inbound: true } } }, true],
    [{ addresses: { [OURS]: { inbound: true } } }, true],
    [{ addresses: { [OURS]: { outbound: true } } }, true],
    [{ addresses: { [OURS]: {} } }, false],
    [{ addresses: { [`whatsapp:${OURS}`]: { inbound: true, outbound: true } } }, false],
  ])('by the table %j: %s', (table, isOurs) => {
    expect(couldBeOurs(parse(table), 'sms')).toBe(isOurs);
  });
});

describe('a routing table', () => {
  it('that is not deployed is a wrong setting that is named', () => {
    expect(() => openRoutingTable({ openAsset: () => undefined })).toThrow(
      'routing.private.json is not deployed',
    );
  });

  it.each(['null', '5', '"text"'])('of %s is refused as a whole', (json) => {
    expect(() => parseRoutingTable(json)).toThrow(/^routing\.private\.json (?!at )/);
  });
});
