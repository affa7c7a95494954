import { parseObject } from '../kernel/parse-object';

/** The chat identity of a worker: `contact_uri` without `client:`. */
export function identityOf(attributes: string, friendlyName: string): string {
  const uri = parseObject(attributes).contact_uri;
  return typeof uri === 'string' ? uri.replace(/^client:/, '') : friendlyName;
}
