import { readFileSync } from 'node:fs';
import path from 'node:path';

/** The part of an OpenAPI 3.0 document that the embedded Twilio uses. */
export interface OpenApiDocument {
  readonly servers: readonly { readonly url: string }[];
  readonly paths: Readonly<Record<string, OpenApiPath>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

type OpenApiPath = Readonly<Partial<Record<'get' | 'post' | 'put' | 'delete', OpenApiOperation>>>;

export interface OpenApiOperation {
  readonly operationId: string;
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: 'path' | 'query' | 'header';
    readonly required?: boolean;
    readonly schema: Schema;
  }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, MediaType>> };
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, MediaType>> }>>;
}

export interface MediaType {
  readonly schema?: Schema;
  readonly examples?: Readonly<Record<string, { readonly value: unknown }>>;
}

export type Schema = Readonly<Record<string, unknown>>;

/** The products that are served from a specification, by the name of Twilio's file. */
export const PRODUCTS = [
  'conversations_v1',
  'flex_v1',
  'taskrouter_v1',
  'sync_v1',
  'events_v1',
  'serverless_v1',
  'api_v2010',
  'messaging_v2',
] as const;

export type Product = (typeof PRODUCTS)[number];

const loaded = new Map<Product, OpenApiDocument>();

/** Reads Twilio's own OpenAPI file, as it ships in `@twilio/cli-core`. */
export function openApiDocument(product: Product): OpenApiDocument {
  const known = loaded.get(product);
  if (known) return known;
  const folder = path.dirname(require.resolve('@twilio/cli-core/package.json'));
  const file = path.join(folder, 'src', 'services', 'twilio-api', `twilio_${product}.json`);
  const document = JSON.parse(readFileSync(file, 'utf8')) as OpenApiDocument;
  loaded.set(product, document);
  return document;
}
