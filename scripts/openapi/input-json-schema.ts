import type { JsonSchema } from '@valibot/to-json-schema';
import { toJsonSchema } from '@valibot/to-json-schema';
import type * as v from 'valibot';

type Schema = v.GenericSchema;
interface PipeItem {
  readonly kind: string;
  readonly type: string;
}

/**
 * What a caller may send, by the schema that reads it. The library describes a schema up to its first
 * transformation; ours begin with one where a form sends a text for something else, so this looks behind it.
 */
export function inputJsonSchema(schema: Schema): JsonSchema {
  const items = itemsOf(schema);
  const [first, second] = items;
  if (first?.type !== 'unknown') return convert(schema);
  const inner = items.slice(1).find(isSchema);
  if (second?.type !== 'raw_transform') return inner ? inputJsonSchema(inner) : {};
  // An object, or, as a flat form can only send it, its JSON.
  return {
    anyOf: [
      inner ? inputJsonSchema(inner) : { type: 'object' },
      { type: 'string', contentMediaType: 'application/json' },
    ],
  };
}

/** What an answer holds. */
export function answerJsonSchema(schema: Schema): JsonSchema {
  return withoutDialect(toJsonSchema(schema, { target: 'draft-2020-12', typeMode: 'output' }));
}

function convert(schema: Schema): JsonSchema {
  const json = toJsonSchema(schema, {
    target: 'draft-2020-12',
    typeMode: 'input',
    // Checks over several parameters have no place in a JSON Schema; the descriptions tell of them.
    errorMode: 'ignore',
    overrideSchema: ({ valibotSchema }) => override(valibotSchema),
  });
  return withoutDialect(json.anyOf && json.type === 'integer' ? numberOrText(json) : json);
}

/** What is said of the number does not hold for the text that a form sends for it. */
function numberOrText({ type, minimum, maximum, anyOf = [], ...rest }: JsonSchema): JsonSchema {
  const texts = anyOf.filter((one) => typeof one === 'object' && one.type === 'string');
  return { ...rest, anyOf: [{ type, minimum, maximum }, ...texts] };
}

/** The library would go on by itself into what these hold. */
function override(schema: Schema): JsonSchema | undefined {
  if (isObject(schema)) {
    const entries = Object.entries(schema.entries);
    const required = entries.filter(([, entry]) => entry.type !== 'optional').map(([name]) => name);
    return {
      type: 'object',
      properties: Object.fromEntries(entries.map(([name, entry]) => [name, inputJsonSchema(entry)])),
      ...(required.length > 0 ? { required } : {}),
      ...(schema.type === 'strict_object' ? { additionalProperties: false } : {}),
    };
  }
  return schema.type === 'optional' && hasWrapped(schema) ? withDefault(schema) : undefined;
}

function withDefault({ wrapped, default: standard }: Wrapping): JsonSchema {
  const inner = inputJsonSchema(wrapped);
  const isPlain = typeof standard === 'string' || typeof standard === 'boolean';
  return isPlain ? { ...inner, default: standard } : inner;
}

interface Wrapping {
  readonly wrapped: Schema;
  readonly default: unknown;
}

function hasWrapped(schema: Schema): schema is Schema & Wrapping {
  return 'wrapped' in schema;
}

function isObject(schema: Schema): schema is Schema & { readonly entries: Readonly<Record<string, Schema>> } {
  return schema.type === 'object' || schema.type === 'strict_object';
}

function isSchema(item: PipeItem): item is Schema {
  return item.kind === 'schema';
}

/** A schema and what follows it, pipes within pipes laid out flat. */
function itemsOf(schema: Schema): PipeItem[] {
  const pipe = 'pipe' in schema ? (schema.pipe as readonly PipeItem[]) : undefined;
  return pipe ? pipe.flatMap((item) => (isSchema(item) ? itemsOf(item) : [item])) : [schema];
}

/** The document says once which dialect it is in. */
function withoutDialect(schema: JsonSchema): JsonSchema {
  return Object.fromEntries(Object.entries(schema).filter(([key]) => key !== '$schema'));
}
