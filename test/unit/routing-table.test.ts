import { channelTypeOfAddress } from '../../src/core/routing-table/channel-type';
import { findEntry, inboundAddressesOf } from '../../src/core/routing-table/find-entry';
import { parseRoutingTable } from '../../src/core/routing-table/routing-table';
import { ConfigurationError } from '../../src/core/settings';

const parse = (table: object) => parseRoutingTable(JSON.stringify(table));

describe('the routing table', () => {
  it.each([
    [
      'an unknown key of an entry',
      { addresses: { '+14155550111': { inbund: true } } },
      '"+14155550111" → "inbund": is not a known key',
    ],
    [
      'a wrong type',
      { addresses: { '+14155550111': { inbound: 'yes' } } },
      '"+14155550111" → "inbound": must be true or false',
    ],
    [
      'a SID of the wrong kind',
      { channels: { web: { workflowSid: `WS${'a'.repeat(32)}` } } },
      '"web" → "workflowSid": must be a SID',
    ],
    [
      'something that is not an address',
      { addresses: { 'our number': {} } },
      '"our number": is not an address',
    ],
    [
      'a timeout that TaskRouter refuses',
      { default: { timeoutSeconds: 2_000_000 } },
      '"default" → "timeoutSeconds"',
    ],
    [
      'an unknown policy',
      { default: { orphan: { policy: 'forget' } } },
      '"orphan" → "policy": must be reroute, message or close',
    ],
    ['an unknown section', { adresses: {} }, '"adresses": is not a known key'],
  ])('is refused for %s, naming the entry', (_, table, problem) => {
    expect(() => parse(table)).toThrow(problem);
  });

  it.each<[object | string, string]>([
    ['sekret', 'must be Object'],
    [{ addresses: 'sekret' }, 'at "addresses": must be Object'],
    [{ default: 'sekret' }, 'at "default": must be Object'],
    [{ default: { orphan: 'sekret' } }, 'at "default" → "orphan": must be Object'],
    [{ default: { attributes: 'sekret' } }, 'at "default" → "attributes": must be Object'],
    [{ default: { fromName: ['sekret'] } }, 'at "default" → "fromName": must be a text'],
    [{ default: { taskChannel: '' } }, 'at "default" → "taskChannel": must not be empty'],
    [{ default: { orphan: { message: '' } } }, 'at "default" → "orphan" → "message": must not be empty'],
    [
      { default: { priority: 'sekret' } },
      'at "default" → "priority": must be a whole number from 0 to 2147483647',
    ],
    [
      { default: { timeoutSeconds: -4711 } },
      'at "default" → "timeoutSeconds": must be a whole number from 1 to 1209600',
    ],
  ])('says of %j what it must be, never what it is', (table, problem) => {
    expect(() => parseRoutingTable(JSON.stringify(table))).toThrow(
      new ConfigurationError('routing.private.json', problem),
    );
  });

  it('is refused if it is not JSON', () => {
    expect(() => parseRoutingTable('{')).toThrow('routing.private.json is not JSON');
  });

  it('may be empty', () => {
    expect(parse({})).toEqual({ addresses: {}, channels: {}, default: {} });
  });

  it('prefers the business address, then the channel type, then the default', () => {
    const table = parse({
      addresses: { '+14155550111': { priority: 1 } },
      channels: { sms: { priority: 2 } },
      default: { priority: 3 },
    });
    expect(findEntry(table, 'sms', '+14155550111').priority).toBe(1);
    expect(findEntry(table, 'sms', '+14155550199').priority).toBe(2);
    expect(findEntry(table, 'web').priority).toBe(3);
  });

  it('finds mail addresses in any case, others as they are, and nothing by an inherited name', () => {
    const table = parse({ addresses: { 'Support@Example.com': { priority: 1 } } });
    expect(findEntry(table, 'email', 'support@EXAMPLE.com').priority).toBe(1);
    expect(findEntry(table, 'constructor', '__proto__')).toEqual({});
    const page = parse({ addresses: { 'messenger:Page': { priority: 1 } } });
    expect(findEntry(page, 'messenger', 'messenger:Page').priority).toBe(1);
    expect(findEntry(page, 'messenger', 'messenger:page')).toEqual({});
  });

  it('tells the only inbound address of a channel type, and whether there are several', () => {
    const one = parse({
      addresses: { '+14155550111': { inbound: true }, '+14155550122': { outbound: true } },
    });
    const two = parse({
      addresses: { '+14155550111': { inbound: true }, '+14155550122': { inbound: true } },
    });
    expect(inboundAddressesOf(one, 'sms')).toEqual(['+14155550111']);
    expect(inboundAddressesOf(two, 'sms')).toHaveLength(2);
    expect(inboundAddressesOf(two, 'whatsapp')).toEqual([]);
  });
});

describe('the channel type of an address', () => {
  it.each([
    ['+14155550111', 'sms'],
    ['whatsapp:+14155550111', 'whatsapp'],
    ['messenger:1234', 'messenger'],
    ['rcs:brand', 'rcs'],
    ['ella@example.com', 'email'],
    ['agent_40example_2Ecom', undefined],
    ['system', undefined],
    ['2whatsapp:+14155550111', undefined],
    ['Ella Smith@example.com', undefined],
    ['ella@example.com, ada', undefined],
    ['+14155550111 ext. 2', undefined],
    ['+1 415 555 0111', undefined],
    ['', undefined],
  ])('%p is %p', (address, type) => {
    expect(channelTypeOfAddress(address)).toBe(type);
  });
});
