import * as v from 'valibot';
import { WRITTEN_BY_FLEX, WRITTEN_BY_US } from '../twilio/task-attribute-names';
import { jsonObjectSchema } from './input-schemas';

/** Far below what a task may hold: https://www.twilio.com/docs/taskrouter/api/task */
const MAX_BYTES = 4_096;

/** What callers may not set. */
const RESERVED = new Set<string>([...WRITTEN_BY_FLEX, ...WRITTEN_BY_US]);
/** What an agent may not say either, for it is known. */
const RESERVED_FOR_AGENTS = new Set([...RESERVED, 'customerAddress', 'businessAddress']);
/** What would change an object's prototype. */
const DANGEROUS = new Set(['__proto__', 'constructor', 'prototype']);

/** Task attributes as an agent gives them: an object, or its JSON. */
export const agentAttributesSchema = attributesSchema(RESERVED_FOR_AGENTS);

/** Task attributes as one of the company's own servers gives them. */
export const backendAttributesSchema = attributesSchema(RESERVED);

function attributesSchema(reserved: ReadonlySet<string>) {
  return v.pipe(
    jsonObjectSchema,
    v.rawCheck(({ dataset, addIssue }) => {
      if (!dataset.typed) return;
      const refused = [
        ...Object.keys(dataset.value).filter((key) => reserved.has(key)),
        ...findDangerous(dataset.value),
      ];
      if (refused.length > 0) addIssue({ message: `must not have ${[...new Set(refused)].join(', ')}` });
      else if (Buffer.byteLength(JSON.stringify(dataset.value)) > MAX_BYTES) {
        addIssue({ message: `must not be larger than ${MAX_BYTES} bytes` });
      }
    }),
  );
}

function findDangerous(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    ...(DANGEROUS.has(key) ? [key] : []),
    ...findDangerous(inner),
  ]);
}
