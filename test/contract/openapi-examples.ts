import type { Product } from '../../simulator/openapi/documents';
import type { Operation } from '../../simulator/openapi/operation';
import { SimulatorDefect } from '../../simulator/openapi/operation';
import { SERVED_PRODUCTS, servedOperations } from './served-operations';

/** An answer that Twilio gives as an example in its own specification. */
export interface OpenApiExample {
  readonly product: Product;
  readonly operation: Operation;
  readonly name: string;
  readonly answer: unknown;
}

/** Twilio's examples of successful answers, of all operations on the served paths. */
export function openApiExamples(): OpenApiExample[] {
  return SERVED_PRODUCTS.flatMap((product) =>
    servedOperations(product).flatMap((operation) =>
      examplesOf(operation).map(([name, answer]) => ({ product, operation, name, answer })),
    ),
  );
}

function examplesOf({ definition }: Operation): [name: string, answer: unknown][] {
  return Object.values(definition.responses).flatMap(({ content }) =>
    Object.entries(content?.['application/json']?.examples ?? {}).map(
      ([name, { value }]) => [name, value] as [string, unknown],
    ),
  );
}

/** What the hardened schema of an operation finds wrong with an answer; `undefined` if it takes it. */
export function findProblem(operation: Operation, answer: unknown): string | undefined {
  try {
    operation.checkAnswer(answer);
    return undefined;
  } catch (error) {
    if (error instanceof SimulatorDefect) return error.message.replace(/^.*?: \w+: /, '');
    throw error;
  }
}

/** One object inside an answer: the resource itself, the first one of a list, or the list's `meta`. */
export interface AnswerPart {
  /** Where it is, e.g. `conversations.0`; empty for the whole answer. */
  readonly place: string;
  readonly value: Readonly<Record<string, unknown>>;
  /** The whole answer with another value in this place. */
  replaceWith(value: object): unknown;
}

/** The objects of an answer whose properties Twilio's schemas describe. */
export function partsOf(answer: unknown): AnswerPart[] {
  const whole = answer as Record<string, unknown>;
  const parts: AnswerPart[] = [{ place: '', value: whole, replaceWith: (value) => value }];
  if (!isObject(whole.meta)) return parts;
  const [key, items] = Object.entries(whole).find(([, value]) => Array.isArray(value)) ?? [];
  const [first, ...rest] = (items ?? []) as unknown[];
  parts.push({ place: 'meta', value: whole.meta, replaceWith: (meta) => ({ ...whole, meta }) });
  if (key !== undefined && isObject(first)) {
    parts.push({
      place: `${key}.0`,
      value: first,
      replaceWith: (value) => ({ ...whole, [key]: [value, ...rest] }),
    });
  }
  return parts;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
