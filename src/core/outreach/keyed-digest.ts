/**
 * A digest that only this deployment can make, so that it says nothing about whom or what it stands for.
 *
 * @param secret what keys it
 * @param length in characters of base64url, six bits each
 */
export function keyedDigest(secret: string, length: number, ...parts: readonly string[]): string {
  const { createHmac } = process.getBuiltinModule('node:crypto');
  return createHmac('sha256', secret).update(parts.join('\n')).digest('base64url').slice(0, length);
}
