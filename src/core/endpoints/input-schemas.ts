import * as v from 'valibot';

/** A switch: forms send texts. */
export const booleanSchema = v.union(
  [
    v.boolean(),
    v.pipe(
      v.picklist(['true', 'false', '']),
      v.transform((text) => text === 'true'),
    ),
  ],
  'must be true or false',
);

/** A whole number: forms send texts. */
export function integerSchema(minimum: number, maximum: number) {
  const problem = `must be a whole number from ${minimum} to ${maximum}`;
  return v.pipe(
    v.union([v.number(), v.pipe(v.string(), v.regex(/^-?\d{1,15}$/), v.transform(Number))], problem),
    v.integer(problem),
    v.minValue(minimum, problem),
    v.maxValue(maximum, problem),
  );
}

/** A text that is not empty. */
export function textSchema(maxLength: number) {
  return v.pipe(
    v.string('must be a text'),
    v.trim(),
    v.nonEmpty('must not be empty'),
    v.maxLength(maxLength, `must not be longer than ${maxLength} characters`),
  );
}

/** A parameter that may be left out; a form sends it empty, JSON as null. */
export function optionalSchema<Schema extends v.GenericSchema>(schema: Schema) {
  return v.optional(
    v.pipe(
      v.unknown(),
      v.transform((value) => (value === '' || value === null ? undefined : value)),
      v.optional(schema),
    ),
  );
}

/** Far deeper than anything sensible, far below what JSON.stringify and a walk through it survive. */
const MAX_DEPTH = 20;

/** An object, or, as a flat form can only send it, its JSON. */
export const jsonObjectSchema = v.pipe(
  v.unknown(),
  v.rawTransform<unknown, Readonly<Record<string, unknown>>>(({ dataset, addIssue, NEVER }) => {
    const value = typeof dataset.value === 'string' ? parseJson(dataset.value) : dataset.value;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      addIssue({ message: 'must be an object, or an object as JSON' });
      return NEVER;
    }
    if (isDeeperThan(MAX_DEPTH, value)) {
      addIssue({ message: `must not be nested deeper than ${MAX_DEPTH} levels` });
      return NEVER;
    }
    return value as Readonly<Record<string, unknown>>;
  }),
);

function isDeeperThan(levels: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeperThan(levels - 1, inner));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
