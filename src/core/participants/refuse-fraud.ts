import { InputError } from '../endpoints/input-error';
import { parseDestinationOrRefuse } from '../outreach/destination';
import { allowedCountries, chooseSenderOrRefuse } from '../outreach/sender';
import { channelTypeOfAddress } from '../routing-table/channel-type';
import type { RoutingPorts } from '../routing/routing-ports';

/**
 * Refuses to add a telephone number that agents may not write to, or from a sender that they may not use: whoever is
 * added gets every message that is written.
 *
 * @param media the Media Properties in Twilio's own form
 * @throws ApiError `destination_not_allowed` or `sender_not_allowed`
 * @throws InputError if the address is neither a number nor an email address
 */
export function refuseFraud(
  media: Readonly<Record<string, unknown>>,
  { settings, table }: Pick<RoutingPorts, 'settings' | 'table'>,
): void {
  const { address, proxy_address: proxyAddress } = media;
  if ('proxyAddress' in media) throw wrong('have the name proxy_address, not proxyAddress');
  if (address === undefined) return;
  if (typeof address !== 'string') throw wrong('address must be a text');
  const channelType = channelTypeOfAddress(address) ?? 'sms';
  if (channelType === 'email') return;
  try {
    // It finds the number behind the prefix of WhatsApp, too.
    parseDestinationOrRefuse(address, allowedCountries(settings, table));
  } catch (error) {
    throw error instanceof InputError ? wrong('address must be an email address or a valid number') : error;
  }
  if (proxyAddress === undefined) return;
  if (typeof proxyAddress !== 'string') throw wrong('proxy_address must be a text');
  chooseSenderOrRefuse(table, channelType, proxyAddress);
}

function wrong(problem: string): InputError {
  return new InputError({ mediaProperties: problem });
}
