import type { Schema } from './documents';

/** Keywords of Twilio's files that say nothing about a value. */
const WITHOUT_MEANING = new Set([
  'x-twilio',
  'example',
  'examples',
  'description',
  'title',
  'refName',
  'modelName',
]);

/**
 * Makes a schema of Twilio's compile under ajv: `nullable` may not stand without a type, and an enum that may be
 * null has to list it.
 */
export function normalizeSchema(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(normalizeSchema);
  if (typeof schema !== 'object' || schema === null) return schema;
  const given = schema as Schema;
  const entries = Object.entries(given)
    .filter(([keyword]) => !WITHOUT_MEANING.has(keyword) || isPropertyMap(given, keyword))
    .filter(([keyword]) => keyword !== 'nullable' || given.type !== undefined)
    .map(([keyword, value]) => [keyword, normalizeSchema(value)] as const);
  const normalized = Object.fromEntries(entries);
  if (given.nullable === true && Array.isArray(normalized.enum))
    normalized.enum = [...(normalized.enum as unknown[]), null];
  return normalized;
}

/**
 * Gives a response schema teeth: every declared property has to be there, and no other may be. Twilio's own
 * examples pass nearly all of these, so it is a fair rule for what the embedded Twilio answers.
 */
export function hardenSchema(schema: unknown): unknown {
  const normalized = normalizeSchema(schema);
  return addTeeth(normalized);
}

function addTeeth(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(addTeeth);
  if (typeof schema !== 'object' || schema === null) return schema;
  const hardened = Object.fromEntries(
    Object.entries(schema).map(([keyword, value]) => [keyword, addTeeth(value)] as const),
  );
  const { properties } = hardened;
  if (hardened.type === 'object' && typeof properties === 'object' && properties !== null) {
    return { ...hardened, required: Object.keys(properties), additionalProperties: false };
  }
  return hardened;
}

/** A property may be called `description`; the keyword of that name holds a text. */
function isPropertyMap(schema: Schema, keyword: string): boolean {
  const value = schema[keyword];
  return typeof value === 'object' && value !== null && ('type' in value || '$ref' in value);
}
