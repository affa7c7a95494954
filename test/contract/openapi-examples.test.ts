import type { AnswerPart, OpenApiExample } from './openapi-examples';
import { findProblem, openApiExamples, partsOf } from './openapi-examples';
import { SERVED_PRODUCTS, servedOperations } from './served-operations';

/** Twilio's examples that break Twilio's own schemas. */
const SLOPPY_EXAMPLES = [
  {
    example: 'conversations_v1 FetchServiceWebhookConfiguration fetchEmpty',
    problem: 'method must be string',
    because: 'a service without webhooks has no method, and the schema forgot to say that it may be null',
  },
  ...['CreateWorkspace create', 'FetchWorkspace fetch', 'UpdateWorkspace update'].map((name) => ({
    example: `taskrouter_v1 ${name}`,
    problem: 'event_callback_url must match format "uri"',
    because: 'the example writes "", where a workspace without a callback has null',
  })),
  {
    example: 'taskrouter_v1 ListWorkspace readFull',
    problem: 'workspaces.0.event_callback_url must match format "uri"',
    because: 'the same in a list',
  },
];

/** Objects whose inside no specification types; what the embedded Twilio puts there is checked elsewhere. */
const UNTYPED_PROPERTIES = [
  'added_to_conversation',
  'auto_creation',
  'bindings',
  'channel',
  'configuration',
  'conversation_timers',
  'data',
  'delivery',
  'event_data',
  'messaging_binding',
  'new_message',
  'participant_messaging_binding',
  'removed_from_conversation',
  'routing',
  'routing_properties',
  'sink_configuration',
  'timers',
];

/** Properties that may name resources of several kinds, so that no prefix is prescribed. */
const SIDS_OF_ANY_KIND = ['actor_sid', 'channel_message_sid', 'resource_sid', 'routing_target', 'to'];

const SID = /^[A-Z]{2}[0-9a-fA-F]{32}$/;

const ONE_OF_EACH_TYPE = [42, 'a text', true, { an: 'object' }, [null]];

const all = openApiExamples();
const faithful = all.filter(({ operation, answer }) => findProblem(operation, answer) === undefined);

/** Mutates one property after the other of every part of every example, and tells which mutants were accepted. */
function acceptedMutants(
  product: string,
  mutate: (part: AnswerPart, name: string) => readonly object[],
): { tried: number; accepted: string[] } {
  let tried = 0;
  const accepted = new Set<string>();
  for (const { operation, part } of partsIn(product)) {
    for (const name of Object.keys(part.value)) {
      const mutants = mutate(part, name);
      tried += mutants.length;
      if (mutants.some((mutant) => findProblem(operation, part.replaceWith(mutant)) === undefined))
        accepted.add(name);
    }
  }
  return { tried, accepted: [...accepted].sort() };
}

/** A property whose example is null may be of any type. */
function valuesOfOtherTypes(value: unknown): unknown[] {
  return value === null ? [] : ONE_OF_EACH_TYPE.filter((one) => typeName(one) !== typeName(value));
}

function typeName(value: unknown): string {
  return Array.isArray(value) ? 'array' : typeof value;
}

function partsIn(product: string): (OpenApiExample & { part: AnswerPart })[] {
  return faithful
    .filter((example) => example.product === product)
    .flatMap((example) => partsOf(example.answer).map((part) => ({ ...example, part })));
}

describe("Twilio's own examples", () => {
  it('exist for every operation that answers with a body', () => {
    const shown = new Set(all.map(({ operation }) => operation));
    const without = SERVED_PRODUCTS.flatMap(servedOperations).filter((operation) => !shown.has(operation));
    expect(without.filter(({ method }) => method !== 'DELETE').map(({ id }) => id)).toEqual([]);
    expect(all.length).toBeGreaterThan(250);
  });

  it('pass the hardened response schemas, but for those that break their own schema', () => {
    const failing = all.flatMap(({ product, operation, name, answer }) => {
      const problem = findProblem(operation, answer);
      return problem === undefined ? [] : [{ example: `${product} ${operation.id} ${name}`, problem }];
    });
    const byName = (a: { example: string }, b: { example: string }) => a.example.localeCompare(b.example);
    expect(failing.sort(byName)).toEqual(
      SLOPPY_EXAMPLES.map(({ example, problem }) => ({ example, problem })).sort(byName),
    );
  });
});

describe.each(SERVED_PRODUCTS)('an example of %s is rejected', (product) => {
  it('without any one of its properties', () => {
    const { tried, accepted } = acceptedMutants(product, ({ value }, name) => [
      Object.fromEntries(Object.entries(value).filter(([key]) => key !== name)),
    ]);
    expect(tried).toBeGreaterThan(50);
    expect(accepted).toEqual([]);
  });

  it('with a property that Twilio does not have', () => {
    const parts = partsIn(product);
    expect(parts.length).toBeGreaterThan(10);
    for (const { operation, part } of parts) {
      const mutant = part.replaceWith({ ...part.value, extra_property: 'x' });
      expect(findProblem(operation, mutant)).toContain('unknown parameter extra_property');
    }
  });

  it('with a value of another type', () => {
    const { tried, accepted } = acceptedMutants(product, ({ value }, name) =>
      valuesOfOtherTypes(value[name]).map((wrong) => ({ ...value, [name]: wrong })),
    );
    expect(tried).toBeGreaterThan(50);
    expect(accepted.filter((name) => !UNTYPED_PROPERTIES.includes(name))).toEqual([]);
  });

  it('with a SID of another kind', () => {
    const { tried, accepted } = acceptedMutants(product, ({ value }, name) => {
      const sid = value[name];
      return typeof sid === 'string' && SID.test(sid) ? [{ ...value, [name]: `ZZ${sid.slice(2)}` }] : [];
    });
    expect(tried).toBeGreaterThan(15);
    expect(accepted.filter((name) => !SIDS_OF_ANY_KIND.includes(name))).toEqual([]);
  });
});
