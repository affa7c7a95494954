import type { ValidateFunction } from 'ajv';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import type { OpenApiDocument, Product, Schema } from './documents';
import { hardenSchema, normalizeSchema } from './harden';

/** Compiles the schemas of one product, each when it is first needed. */
export class Validators {
  readonly #requests: Ajv;
  readonly #answers: Ajv;
  readonly #name: Product;

  constructor(product: Product, document: OpenApiDocument) {
    const components = document.components;
    this.#name = product;
    this.#requests = newAjv({ coerceTypes: 'array' });
    acceptAnyCase(this.#requests);
    // An empty text takes a URL away.
    this.#requests.addFormat('uri', (text) => text === '' || URL.canParse(text));
    this.#requests.addSchema({ $id: product, components: normalizeSchema(components) as object });
    this.#answers = newAjv({});
    // The API of 2010 writes its pages without a host, in the specification's own examples too.
    if (product === 'api_v2010')
      this.#answers.addFormat('uri', (text) => text.startsWith('/') || URL.canParse(text));
    this.#answers.addSchema({ $id: product, components: hardenSchema(components) as object });
  }

  request(schema: Schema): ValidateFunction {
    return this.#requests.compile(this.#qualify(normalizeSchema(schema)) as object);
  }

  answer(schema: Schema): ValidateFunction {
    return this.#answers.compile(this.#qualify(hardenSchema(schema)) as object);
  }

  /** References are relative to Twilio's document. */
  #qualify(schema: unknown): unknown {
    return JSON.parse(JSON.stringify(schema).replaceAll('"#/components', `"${this.#name}#/components`));
  }
}

function newAjv(options: { coerceTypes?: 'array' }): Ajv {
  const ajv = new Ajv({ ...options, strict: false, allErrors: false, logger: false });
  addFormats(ajv);
  for (const format of ['uri-map', 'http-method', 'phone-number', 'int64', 'number', 'email'])
    ajv.addFormat(format, true);
  return ajv;
}

/** The values of an enum are taken in any case, as Twilio's example `createWhatsappCaseInsensitive` writes them. */
function acceptAnyCase(ajv: Ajv): void {
  ajv.removeKeyword('enum');
  ajv.addKeyword({
    keyword: 'enum',
    modifying: true,
    error: { message: 'must be equal to one of the allowed values' },
    compile: (allowed: unknown[]) => (value: unknown, place) => {
      const found = allowed.find((one) => String(one).toLowerCase() === String(value).toLowerCase());
      if (found === undefined) return false;
      if (place) Object.assign(place.parentData as object, { [String(place.parentDataProperty)]: found });
      return true;
    },
  });
}
