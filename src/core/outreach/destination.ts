import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { ApiError } from '../endpoints/api-error';
import { InputError } from '../endpoints/input-error';

/** A telephone number that may be written to. */
export interface Destination {
  /** E.164. */
  readonly number: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
}

/** What a message may go to; premium, shared-cost, toll-free, personal and special numbers are not among them. */
const ALLOWED_TYPES = new Set(['MOBILE', 'FIXED_LINE', 'FIXED_LINE_OR_MOBILE', 'VOIP']);

/**
 * Reads a number that an agent wants to write to, and refuses what toll fraud lives on.
 *
 * @param allowedCountries as ISO 3166-1 alpha-2
 * @throws InputError if it is not a number
 * @throws ApiError `destination_not_allowed`
 * @see https://www.twilio.com/docs/verify/preventing-toll-fraud
 */
export function parseDestination(to: string, allowedCountries: ReadonlySet<string>): Destination {
  const parsed = parsePhoneNumberFromString(to);
  if (!parsed?.isValid()) {
    throw new InputError({
      to: 'must be a valid telephone number with its country code, such as +14155550111',
    });
  }
  const type = parsed.getType();
  if (type === undefined || !ALLOWED_TYPES.has(type)) {
    throw new ApiError(
      'destination_not_allowed',
      'Premium, shared-cost and special numbers may not be written to. Choose an ordinary number.',
    );
  }
  const { country } = parsed;
  if (country === undefined || !allowedCountries.has(country)) {
    throw new ApiError(
      'destination_not_allowed',
      'Numbers of this country may not be written to. OUTBOUND_ALLOWED_COUNTRIES names those that may.',
    );
  }
  return { number: parsed.number, country };
}

/** The country of one of our own numbers; `undefined` if it has none, as a short code. */
export function countryOf(number: string): string | undefined {
  return parsePhoneNumberFromString(number)?.country;
}
