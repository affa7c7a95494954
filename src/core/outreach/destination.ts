import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { ApiError } from '../endpoints/api-error';
import { InputError } from '../endpoints/input-error';

/** What a message may go to; premium, shared-cost, toll-free, personal and special numbers are not among them. */
const ALLOWED_TYPES = new Set<string | undefined>(['MOBILE', 'FIXED_LINE', 'FIXED_LINE_OR_MOBILE', 'VOIP']);

/**
 * Reads a number that an agent wants to write to, and refuses what toll fraud lives on.
 *
 * @param to with or without the prefix of WhatsApp
 * @param allowedCountries as ISO 3166-1 alpha-2
 * @returns the number as E.164
 * @throws InputError if it is not a number, and nothing but one
 * @throws ApiError `destination_not_allowed`
 * @see https://www.twilio.com/docs/verify/preventing-toll-fraud
 */
export function parseDestinationOrRefuse(
  to: string,
  allowedCountries: ReadonlySet<string | undefined>,
): string {
  const parsed = parsePhoneNumberFromString(to.replace(/^whatsapp:/, ''), { extract: false });
  if (!parsed?.isValid() || parsed.ext !== undefined) {
    throw new InputError({
      to: 'must be a valid telephone number with its country code, such as +14155550111',
    });
  }
  if (!ALLOWED_TYPES.has(parsed.getType())) {
    throw new ApiError(
      'destination_not_allowed',
      'Premium, shared-cost and special numbers may not be written to. Choose an ordinary number.',
    );
  }
  if (!allowedCountries.has(parsed.country)) {
    throw new ApiError(
      'destination_not_allowed',
      'Numbers of this country may not be written to. OUTBOUND_ALLOWED_COUNTRIES names those that may.',
    );
  }
  return parsed.number;
}

/** The country of one of our own addresses; `undefined` if it has none, as a short code or a mail address. */
export function countryOf(address: string): string | undefined {
  return parsePhoneNumberFromString(address, { extract: false })?.country;
}
