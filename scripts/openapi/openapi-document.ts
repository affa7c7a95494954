import type { JsonSchema } from '@valibot/to-json-schema';
import { license, version } from '../../package.json';
import type { ErrorAnswer } from '../../src/api/error-answers';
import { errorAnswer } from '../../src/api/error-answers';
import type { Operation } from '../../src/api/operation';
import { OPERATIONS } from '../../src/api/operations';
import type { ApiErrorCode } from '../../src/core/endpoints/api-error';
import { API_ERRORS } from '../../src/core/endpoints/api-error';
import { answerJsonSchema } from './input-json-schema';
import { INTRODUCTION, SECURITY_SCHEMES, TAGS } from './introduction';
import { parametersOf, requestBodyOf } from './request-body';

type Json = Readonly<Record<string, unknown>>;

/** The part of an OpenAPI document that tests and pages read. */
export interface OpenApiDocument {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string } & Json;
  readonly paths: Readonly<Record<string, Readonly<Partial<Record<'get' | 'post', OperationObject>>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>> } & Json;
}

interface OperationObject {
  readonly operationId: string;
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: JsonSchema }>> };
  readonly responses: Readonly<
    Record<
      string,
      {
        readonly description: string;
        readonly content?: { readonly 'application/json': { readonly schema: JsonSchema } };
      }
    >
  >;
}

/** Describes every URL, from the schemas that read its input and describe its answers. */
export function openApiDocument(): OpenApiDocument & Json {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Flex Conversations Functions',
      version,
      summary: 'What plugin buttons, your own servers and Twilio call.',
      description: INTRODUCTION,
      license: { name: license, identifier: license },
    },
    servers: [{ url: '/', description: 'This deployment' }],
    tags: TAGS.map(({ name, description }) => ({ name, description })),
    paths: Object.fromEntries(
      OPERATIONS.map((operation) => [operation.url, { [operation.method]: describe(operation) }]),
    ),
    components: {
      schemas: {
        ...Object.fromEntries(
          OPERATIONS.flatMap((operation) =>
            operation.input
              ? [[`${operationIdOf(operation.url)}Parameters`, parametersOf(operation, operation.input)]]
              : [],
          ),
        ),
        ...Object.fromEntries(
          errorCodes().map((code) => {
            const { description, body } = errorAnswer(code);
            return [schemaNameOf(code), { description, ...answerJsonSchema(body) }];
          }),
        ),
      },
      securitySchemes: SECURITY_SCHEMES,
    },
  };
}

function describe(operation: Operation): OperationObject & Json {
  const { url, caller, summary, description, input } = operation;
  return {
    operationId: operationIdOf(url),
    tags: [TAGS.find((tag) => tag.caller === caller)?.name ?? caller],
    summary,
    description,
    security: securityOf(operation),
    ...(input ? { requestBody: requestBodyOf(operation, `${operationIdOf(url)}Parameters`) } : {}),
    responses: responsesOf(operation),
  };
}

/** `/agent/participants/list` is `participantsList`. */
function operationIdOf(url: string): string {
  const [folder = '', ...words] = url.split(/[/-]/).filter((word) => word !== '');
  const named = folder === 'agent' ? words : [folder, ...words];
  return named.map((word, index) => (index === 0 ? word : capitalized(word))).join('');
}

function securityOf({ url, caller }: Operation): readonly Readonly<Record<string, readonly string[]>>[] {
  if (caller === 'agent') return [{ flexToken: [] }, {}];
  if (caller === 'backend') return [{ backendApiKey: [] }];
  return [url === '/webhooks/event-streams' ? { sinkPassword: [] } : { twilioSignature: [] }];
}

function responsesOf(operation: Operation): OperationObject['responses'] {
  const errors = operation.errors.map(errorAnswer);
  const statuses = new Set([...operation.answers, ...errors].map(({ status }) => status));
  return Object.fromEntries(
    [...statuses]
      .sort((a, b) => a - b)
      .map((status) => [String(status), responseOf(status, operation, errors)]),
  );
}

function responseOf(
  status: number,
  { answers }: Operation,
  errors: readonly ErrorAnswer[],
): OperationObject['responses'][string] {
  const own = answers.filter((answer) => answer.status === status);
  const refusals = errors.filter((error) => error.status === status);
  const schemas = [
    ...own.flatMap(({ body }) => (body ? [answerJsonSchema(body)] : [])),
    ...refusals.map(({ code }) => ({ $ref: `#/components/schemas/${schemaNameOf(code)}` })),
  ];
  const [only, ...others] = schemas;
  const schema = others.length === 0 ? only : { anyOf: schemas };
  return {
    description: [
      ...own.map(({ description }) => description),
      ...refusals.map(({ code, description }) => `\`${code}\`: ${description}`),
    ].join('\n\n'),
    ...(schema ? { content: { 'application/json': { schema } } } : {}),
  };
}

function errorCodes(): ApiErrorCode[] {
  return (Object.keys(API_ERRORS) as ApiErrorCode[]).filter((code) =>
    OPERATIONS.some(({ errors }) => errors.includes(code)),
  );
}

/** `last_agent` is `LastAgent`. */
function schemaNameOf(code: ApiErrorCode): string {
  return code.split('_').map(capitalized).join('');
}

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
