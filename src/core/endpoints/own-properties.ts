/**
 * The caller's own parameters, without `request` and without anything that a `__proto__` key brought in:
 * the runtime merges headers, query and body into one object, and the body wins. What is null is left out.
 */
export function ownProperties(event: unknown): Record<string, unknown> {
  const own: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  if (typeof event !== 'object' || event === null) return own;
  for (const [name, value] of Object.entries(event)) {
    if (name !== 'request' && name !== '__proto__' && value !== null) own[name] = value;
  }
  return own;
}
