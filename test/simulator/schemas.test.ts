import Ajv from 'ajv';
import { hardenSchema, normalizeSchema } from '../../simulator/openapi/harden';

const accepts = (schema: unknown, value: unknown): boolean => new Ajv().validate(schema as object, value);

describe("a schema of Twilio's", () => {
  it('may be null where it says so, with or without a type, and in an enum', () => {
    expect(accepts(normalizeSchema({ type: 'string', nullable: true }), null)).toBe(true);
    expect(accepts(normalizeSchema({ nullable: true }), null)).toBe(true);
    const nullable = normalizeSchema({ type: 'string', enum: ['a', 'b'], nullable: true });
    expect([null, 'a', 'c'].map((value) => accepts(nullable, value))).toEqual([true, true, false]);
    expect(accepts(normalizeSchema({ type: 'string', enum: ['a', 'b'] }), null)).toBe(false);
  });

  it('loses what says nothing about a value, but no property of that name', () => {
    expect(
      normalizeSchema({
        type: 'object',
        description: 'A text',
        'x-twilio': {},
        properties: { description: { type: 'string', example: 'x' }, title: { $ref: '#/x' } },
      }),
    ).toEqual({
      type: 'object',
      properties: { description: { type: 'string' }, title: { $ref: '#/x' } },
    });
  });

  it('that is hardened wants every property and no other, at any depth', () => {
    const inner = { type: 'object', properties: { b: { type: 'number' } } };
    const schema = { type: 'object', properties: { a: { type: 'array', items: inner } } };
    const hardened = hardenSchema(schema);
    expect(accepts(normalizeSchema(schema), { a: [{}], c: 1 })).toBe(true);
    expect(accepts(hardened, { a: [{ b: 1 }] })).toBe(true);
    for (const wrong of [{}, { a: [{}] }, { a: [{ b: 1, c: 1 }] }, { a: [], c: 1 }])
      expect(accepts(hardened, wrong)).toBe(false);
  });
});
