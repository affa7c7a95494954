import { TwilioApiError } from '../../simulator/kernel/api-error';
import type { MediaType } from '../../simulator/openapi/documents';
import type { Operation } from '../../simulator/openapi/operation';
import { SERVED_PRODUCTS, servedOperations } from './served-operations';

/** A parameter of an example that is on no list of parameters: of a feature that is not for everybody yet. */
const UNLISTED = (name: string) => `An unknown parameter ${name}`;

/** Twilio's examples of requests that break Twilio's own schemas. */
const SLOPPY_EXAMPLES: Readonly<Record<string, string>> = {
  'conversations_v1 CreateConversationParticipant createRcsWithFallback': UNLISTED(
    'MessagingBinding.ProxyAddressFallback',
  ),
  'conversations_v1 CreateServiceConversationParticipant createRcsWithFallback': UNLISTED(
    'MessagingBinding.ProxyAddressFallback',
  ),
  'events_v1 CreateSubscription create': UNLISTED('Filter'),
  'events_v1 UpdateSubscription update': UNLISTED('Filter'),
  // A word where a SID is wanted.
  'flex_v1 CreateInteraction create': 'InteractionContextSid must NOT have fewer than 34 characters',
  // A Document's name cannot be changed.
  'sync_v1 UpdateDocument update': UNLISTED('UniqueName'),
  'taskrouter_v1 CreateTask create': UNLISTED('RequiredAttention'),
  'taskrouter_v1 CreateTaskChannel create': UNLISTED('RequiredAttention'),
  'taskrouter_v1 CreateTaskQueue create': UNLISTED('OperatingUnitSid'),
  'taskrouter_v1 CreateWorker create': UNLISTED('OperatingUnitSid'),
  // A path where a whole URL is wanted.
  'taskrouter_v1 CreateWorkspace create': 'EventCallbackUrl must match format "uri"',
  'taskrouter_v1 UpdateTask update': UNLISTED('RequiredAttention'),
  'taskrouter_v1 UpdateTaskQueue update': UNLISTED('OperatingUnitSid'),
  'taskrouter_v1 UpdateWorker update': UNLISTED('OperatingUnitSid'),
  'taskrouter_v1 UpdateWorkspace update': UNLISTED('DefaultAttentionProfileSid'),
};

interface RequestExample {
  readonly name: string;
  readonly operation: Operation;
  readonly form: Readonly<Record<string, unknown>>;
}

const examples: RequestExample[] = SERVED_PRODUCTS.flatMap((product) =>
  servedOperations(product).flatMap((operation) => {
    const { content } = operation.definition.requestBody ?? {};
    const media: MediaType | undefined = content?.['application/x-www-form-urlencoded'];
    return Object.entries(media?.examples ?? {}).map(([name, { value }]) => ({
      name: `${product} ${operation.id} ${name}`,
      operation,
      form: onTheWire(value as object),
    }));
  }),
);

/** A form holds texts, or several of one name. */
function onTheWire(values: object): Record<string, unknown> {
  const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
  return Object.fromEntries(
    Object.entries(values).map(([name, value]: [string, unknown]) => [
      name,
      Array.isArray(value) ? value.map(text) : text(value),
    ]),
  );
}

function findProblem({ operation, form }: RequestExample): string | undefined {
  try {
    operation.parseForm(form);
    return undefined;
  } catch (error) {
    if (error instanceof TwilioApiError) return error.message;
    throw error;
  }
}

describe("Twilio's own examples of requests", () => {
  it('are taken, but for those that break their own schema', () => {
    const problems = Object.fromEntries(
      examples.flatMap((example) => {
        const problem = findProblem(example);
        return problem === undefined ? [] : [[example.name, problem] as const];
      }),
    );
    expect(problems).toEqual(SLOPPY_EXAMPLES);
    expect(examples.length).toBeGreaterThan(100);
  });

  it('are refused with a parameter that Twilio does not have, by its name', () => {
    for (const { operation, form } of examples.filter(({ name }) => !(name in SLOPPY_EXAMPLES))) {
      expect(() => operation.parseForm({ ...form, Wrong: '1' })).toThrow('An unknown parameter Wrong');
    }
  });

  it('are refused without a parameter that Twilio requires, by its name', () => {
    let tried = 0;
    for (const { operation, form } of examples.filter(({ name }) => !(name in SLOPPY_EXAMPLES))) {
      for (const required of requiredBy(operation)) {
        const rest = Object.fromEntries(Object.entries(form).filter(([name]) => name !== required));
        expect(() => operation.parseForm(rest)).toThrow(`Missing required parameter ${required}`);
        tried += 1;
      }
    }
    expect(tried).toBeGreaterThan(20);
  });
});

function requiredBy({ definition }: Operation): readonly string[] {
  const media = definition.requestBody?.content['application/x-www-form-urlencoded'];
  return (media?.schema?.required ?? []) as readonly string[];
}
