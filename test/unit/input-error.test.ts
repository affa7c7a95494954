import * as v from 'valibot';
import { InputError } from '../../src/core/endpoints/input-error';

const SECRET = 'Ella +12025550143';
const fieldsOf = (schema: v.GenericSchema, input: unknown) =>
  InputError.fromIssues(v.safeParse(schema, input).issues ?? []).fields;

describe('what is wrong with a field', () => {
  const isLetter = (value: string) => value === 'a';

  it.each([
    ['what it had to be', v.picklist(['a', 'b']), 'must be ("a" | "b")'],
    ['that it had to be valid', v.pipe(v.string(), v.check(isLetter)), 'must be valid'],
    ["a schema's own words", v.pipe(v.string(), v.check(isLetter, 'must be an a')), 'must be an a'],
  ])('is said by %s, never by its value', (_, schema, problem) => {
    expect(fieldsOf(v.object({ to: schema }), { to: SECRET })).toEqual({ to: problem });
  });

  it('is that it is not there', () => {
    expect(fieldsOf(v.object({ to: v.optional(v.string()), from: v.string() }), {})).toEqual({
      from: 'is required',
    });
  });

  it('is said of where it stands within others, or of all of the body', () => {
    expect(
      fieldsOf(v.object({ list: v.array(v.object({ a: v.number('must be one') })) }), { list: [{ a: 'x' }] }),
    ).toEqual({ 'list.0.a': 'must be one' });
    expect(fieldsOf(v.string('must be a text'), 5)).toEqual({ body: 'must be a text' });
  });
});
