import { invalidParameter } from '../kernel/api-error';
import type { RestRequest } from './messages';

export function parseBody(request: RestRequest): Record<string, unknown> {
  if (request.body === '') return {};
  if (request.headers['content-type']?.includes('json') !== true) return parseForm(request.body);
  const parsed = parseJson(request.body);
  if (typeof parsed !== 'object' || parsed === null) throw invalidParameter('The body is not a JSON object');
  return parsed as Record<string, unknown>;
}

export function isMultipart({ headers }: RestRequest): boolean {
  return headers['content-type']?.startsWith('multipart/form-data') === true;
}

/** Files become their text. */
export async function parseMultipart({ headers, body }: RestRequest): Promise<Record<string, string>> {
  const form = await new Response(body, { headers }).formData().catch(() => {
    throw invalidParameter('The body is not a multipart form');
  });
  const texts: Promise<[name: string, text: string]>[] = [];
  form.forEach((value, name) => {
    texts.push(
      Promise.resolve(typeof value === 'string' ? value : value.text()).then((text) => [name, text]),
    );
  });
  return Object.fromEntries(await Promise.all(texts));
}

/** Repeated names become lists. */
export function parseForm(text: string): Record<string, string | string[]> {
  const values: Record<string, string | string[]> = {};
  for (const [name, value] of new URLSearchParams(text)) {
    const known = values[name];
    values[name] = known === undefined ? value : [known, value].flat();
  }
  return values;
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

export function describeRequest(request: RestRequest): object {
  const [, query = ''] = request.path.split('?', 2);
  const ifMatch = request.headers['if-match'];
  return {
    ...(query ? { query: parseForm(query) } : {}),
    ...(request.body ? { body: describeBody(request) } : {}),
    ...(ifMatch === undefined ? {} : { ifMatch }),
  };
}

function describeBody(request: RestRequest): unknown {
  if (isMultipart(request)) return `a file of about ${Math.ceil(request.body.length / 1024)} kB`;
  return request.headers['content-type']?.includes('json') === true
    ? parseJson(request.body)
    : parseForm(request.body);
}
