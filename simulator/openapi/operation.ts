import type { ErrorObject, ValidateFunction } from 'ajv';
import { invalidParameter } from '../kernel/api-error';
import { Parameters } from '../kernel/parameters';
import type { OpenApiOperation, Product, Schema } from './documents';
import { openApiDocument, PRODUCTS } from './documents';
import { Validators } from './validators';

/** The embedded Twilio was about to answer something that Twilio would not: a defect of the simulator. */
export class SimulatorDefect extends Error {
  constructor(problem: string) {
    super(`The embedded Twilio is not faithful: ${problem}`);
    this.name = 'SimulatorDefect';
  }
}

/** One operation of Twilio's specification, with the checks of its requests and answers. */
export class Operation {
  readonly product: Product;
  readonly id: string;
  readonly method: string;
  readonly template: string;
  readonly segments: readonly string[];
  readonly definition: OpenApiOperation;
  readonly #validators: Validators;
  #form: ValidateFunction | undefined;
  #query: ValidateFunction | undefined;
  #answer: ValidateFunction | 'no body' | undefined;

  constructor(
    place: { product: Product; method: string; template: string },
    definition: OpenApiOperation,
    validators: Validators,
  ) {
    this.product = place.product;
    this.method = place.method;
    this.template = place.template;
    this.segments = place.template.split('/').slice(1);
    this.id = definition.operationId;
    this.definition = definition;
    this.#validators = validators;
  }

  /** The path parameters if a path is one of this operation's. */
  match(segments: readonly string[]): Record<string, string> | undefined {
    if (segments.length !== this.segments.length) return undefined;
    const values: Record<string, string> = {};
    for (const [index, segment] of segments.entries()) {
      const expected = this.segments[index] ?? '';
      if (expected.startsWith('{')) values[expected.slice(1, -1)] = segment;
      else if (expected !== segment) return undefined;
    }
    return values;
  }

  /** @throws TwilioApiError 20001 naming the parameter */
  parseForm(values: Readonly<Record<string, unknown>>): Parameters {
    this.#form ??= this.#validators.request(formSchema(this.definition));
    return parse(this.#form, values);
  }

  /** @throws TwilioApiError 20001 naming the parameter */
  parseQuery(values: Readonly<Record<string, unknown>>): Parameters {
    this.#query ??= this.#validators.request(querySchema(this.definition));
    return parse(this.#query, values);
  }

  /** @throws SimulatorDefect if the body is not what Twilio's specification says */
  checkAnswer(body: unknown): void {
    this.#answer ??= this.#compileAnswer();
    if (this.#answer === 'no body') {
      if (body !== undefined) throw new SimulatorDefect(`${this.id} answers with a body`);
    } else if (!this.#answer(body)) {
      throw new SimulatorDefect(`${this.id}: ${describeErrors(this.#answer.errors)}`);
    }
  }

  #compileAnswer(): ValidateFunction | 'no body' {
    const success = Object.entries(this.definition.responses).find(([status]) => status.startsWith('2'));
    const schema = success?.[1].content?.['application/json']?.schema;
    return schema ? this.#validators.answer(schema) : 'no body';
  }
}

/** Parameters that Twilio takes although its specification does not list them. */
const UNLISTED_PARAMETERS: Readonly<Record<string, Schema>> = {
  // https://github.com/twilio-labs/serverless-toolkit/blob/main/packages/serverless-api/src/api/environments.ts
  CreateEnvironment: { FriendlyName: { type: 'string' } },
};

function formSchema(operation: OpenApiOperation): Schema {
  const schema = operation.requestBody?.content['application/x-www-form-urlencoded']?.schema;
  const listed = schema?.properties as Schema | undefined;
  const properties = { ...listed, ...UNLISTED_PARAMETERS[operation.operationId] };
  return { type: 'object', ...schema, properties, additionalProperties: false };
}

function querySchema(operation: OpenApiOperation): Schema {
  const inQuery = (operation.parameters ?? []).filter((parameter) => parameter.in === 'query');
  return {
    type: 'object',
    properties: Object.fromEntries(inQuery.map(({ name, schema }) => [name, schema])),
    additionalProperties: false,
  };
}

function parse(validate: ValidateFunction, values: Readonly<Record<string, unknown>>): Parameters {
  const copy = { ...values };
  if (!validate(copy)) throw invalidParameter(describeErrors(validate.errors));
  return new Parameters(copy);
}

function describeErrors(errors: ErrorObject[] | null | undefined): string {
  const [error] = errors ?? [];
  if (!error) return 'invalid';
  const place = error.instancePath.replace(/^\//, '').replaceAll('/', '.');
  if (error.keyword === 'required') {
    return `Missing required parameter ${String(error.params.missingProperty)} in the post body`;
  }
  if (error.keyword === 'additionalProperties') {
    return `${place ? `${place} has an` : 'An'} unknown parameter ${String(error.params.additionalProperty)}`;
  }
  return `${place} ${error.message ?? 'is invalid'}`;
}

const METHODS = ['get', 'post', 'put', 'delete'] as const;

/** All operations of a product, in the order of Twilio's file. */
function readOperations(product: Product): Operation[] {
  const document = openApiDocument(product);
  const validators = new Validators(product, document);
  return Object.entries(document.paths).flatMap(([template, path]) =>
    METHODS.flatMap((method) => {
      const definition = path[method];
      return definition
        ? [new Operation({ product, method: method.toUpperCase(), template }, definition, validators)]
        : [];
    }),
  );
}

const hosts: Readonly<Record<string, Product>> = Object.fromEntries(
  PRODUCTS.map((product) => [
    `${product === 'flex_v1' ? 'flex-api' : product.replace(/_.*/, '')}.twilio.com`,
    product,
  ]),
);

const operations = new Map<Product, Operation[]>();

/** The operations of a product, compiled once per process. */
export function operationsOf(product: Product): readonly Operation[] {
  let known = operations.get(product);
  if (!known) {
    known = readOperations(product);
    operations.set(product, known);
  }
  return known;
}

/** The product that a host name serves, e.g. `flex-api.twilio.com`. */
export function productOfHost(host: string): Product | undefined {
  return hosts[host];
}

/** The operation of a request; a literal path segment wins over a parameter. */
export function findOperation(
  product: Product,
  method: string,
  path: string,
):
  | { readonly operation: Operation; readonly pathParameters: Readonly<Record<string, string>> }
  | 'method not allowed'
  | undefined {
  const segments = path.split('/').slice(1).map(decodeURIComponent);
  let isKnownPath = false;
  let best: { operation: Operation; pathParameters: Record<string, string> } | undefined;
  for (const operation of operationsOf(product)) {
    const pathParameters = operation.match(segments);
    if (!pathParameters) continue;
    isKnownPath = true;
    if (operation.method !== method) continue;
    if (!best || Object.keys(pathParameters).length < Object.keys(best.pathParameters).length) {
      best = { operation, pathParameters };
    }
  }
  return best ?? (isKnownPath ? 'method not allowed' : undefined);
}
