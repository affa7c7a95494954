import type { ValidateFunction } from 'ajv/dist/2020';
import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import type { OpenApiDocument } from '../../scripts/openapi/openapi-document';
import { openApiDocument } from '../../scripts/openapi/openapi-document';

interface GivenAnswer {
  readonly status: number;
  readonly body: object;
}

/** Checks that answers are as the OpenAPI document says: no other status, no other field. */
export class DocumentedAnswers {
  readonly document: OpenApiDocument;
  readonly #ajv = new Ajv2020({ strict: false, allErrors: true });
  readonly #validators = new Map<string, ValidateFunction>();

  constructor(document: OpenApiDocument = openApiDocument()) {
    this.document = document;
    addFormats(this.#ajv);
    this.#ajv.addSchema(closed(document) as object, 'openapi');
  }

  /** What is wrong with an answer; an empty text if it is as documented. */
  findProblem(url: string, { status, body }: GivenAnswer): string {
    const { get, post } = this.document.paths[url] ?? {};
    const response = (post ?? get)?.responses[status];
    if (!response) return `${url} answers ${status}, which is not documented`;
    if (!response.content)
      return Object.keys(body).length === 0 ? '' : `${url} answers ${status} with a body`;
    // As it reaches the caller.
    const received: unknown = JSON.parse(JSON.stringify(body));
    const validate = this.#validator(url, post ? 'post' : 'get', status);
    if (validate(received)) return '';
    return `${url} answers ${status} otherwise than documented: ${this.#ajv.errorsText(validate.errors)} in ${JSON.stringify(received)}`;
  }

  #validator(url: string, method: string, status: number): ValidateFunction {
    const path = ['paths', url, method, 'responses', String(status), 'content', 'application/json', 'schema'];
    const $ref = `openapi#/${path.map((part) => part.replaceAll('~', '~0').replaceAll('/', '~1')).join('/')}`;
    const validate = this.#validators.get($ref) ?? this.#ajv.compile({ $ref });
    this.#validators.set($ref, validate);
    return validate;
  }
}

/** The document leaves room for fields to come; an answer of today has none of them. */
function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value !== 'object' || value === null) return value;
  const copy = Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, closed(inner)]));
  return copy.type === 'object' && 'properties' in copy ? { additionalProperties: false, ...copy } : copy;
}
