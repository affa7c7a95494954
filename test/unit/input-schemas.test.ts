import * as v from 'valibot';
import { agentAttributesSchema, backendAttributesSchema } from '../../src/core/endpoints/attributes-schema';
import { ownProperties } from '../../src/core/endpoints/own-properties';

describe("a caller's parameters", () => {
  it('are their own, without the request and without what is null', () => {
    const event = JSON.parse('{"a":1,"b":null,"c":"","request":{},"__proto__":{"isAdmin":true}}') as object;
    const own = ownProperties(event);
    expect(Object.entries(own)).toEqual([
      ['a', 1],
      ['c', ''],
    ]);
    expect(Object.getPrototypeOf(own)).toBeNull();
  });

  it.each([[null], [undefined], ['a text'], [5]])('are none if all that comes is %p', (event) => {
    expect(Object.keys(ownProperties(event))).toEqual([]);
  });
});

describe('task attributes', () => {
  it('may hold anything that is deep and empty', () => {
    const attributes = { deep: { none: null, list: [null, 1], text: '' } };
    expect(v.parse(agentAttributesSchema, JSON.stringify(attributes))).toEqual(attributes);
  });

  it.each([
    [20, true],
    [21, false],
  ])('of %i levels: %p', (levels, isTaken) => {
    const json = `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
    expect(v.is(agentAttributesSchema, json)).toBe(isTaken);
    expect(v.is(agentAttributesSchema, JSON.parse(json))).toBe(isTaken);
  });

  it.each([
    [4_096, true],
    [4_097, false],
  ])('of %i bytes: %p', (bytes, isTaken) => {
    // Each of the letters is of two bytes.
    const odd = bytes % 2 ? 'x' : '';
    const attributes = { a: `${odd}${'é'.repeat((bytes - '{"a":""}'.length - odd.length) / 2)}` };
    expect(Buffer.byteLength(JSON.stringify(attributes))).toBe(bytes);
    expect(v.is(agentAttributesSchema, attributes)).toBe(isTaken);
  });

  it("may name the addresses if they are a back end's", () => {
    const attributes = { customerAddress: '+12025550143', businessAddress: '+14155550111' };
    expect(v.is(backendAttributesSchema, attributes)).toBe(true);
    expect(v.is(agentAttributesSchema, attributes)).toBe(false);
  });
});
