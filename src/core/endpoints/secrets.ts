import { createHash, timingSafeEqual } from 'node:crypto';
import { property } from '../twilio/property';

/**
 * Compares a secret in constant time.
 *
 * @param expected the setting; if it is empty nothing matches
 */
export function isSameSecret(given: string | undefined, expected: string | undefined): boolean {
  if (given === undefined || expected === undefined || expected === '') return false;
  return timingSafeEqual(digest(given), digest(expected));
}

/** Digests have one length, whatever the secrets have. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** The value of `Authorization` after a scheme, e.g. `Bearer`; header names are in lower case in a Function. */
export function readAuthorization(event: unknown, scheme: 'Bearer' | 'Basic'): string | undefined {
  const header = readHeader(event, 'authorization');
  const match = header === undefined ? null : /^(\w+) +(\S+)$/.exec(header.trim());
  return match?.[1]?.toLowerCase() === scheme.toLowerCase() ? match[2] : undefined;
}

/** User and password of Basic authentication, with a colon between them. */
export function readBasicCredentials(event: unknown): string | undefined {
  const encoded = readAuthorization(event, 'Basic');
  return encoded === undefined ? undefined : Buffer.from(encoded, 'base64').toString('utf8');
}

/** The password of Basic authentication; the user does not matter. */
export function readBasicPassword(event: unknown): string | undefined {
  const [, password] = /:(.*)/s.exec(readBasicCredentials(event) ?? '') ?? [];
  return password;
}

/** A header of the request, if the event has one of that name. */
export function readHeader(event: unknown, name: string): string | undefined {
  const request = property(event, 'request');
  const value = property(property(request, 'headers'), name);
  return typeof value === 'string' ? value : undefined;
}
