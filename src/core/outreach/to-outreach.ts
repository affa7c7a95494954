import type { Caller } from '../agents/flex-token';
import type { Invocation } from '../endpoints/endpoint';
import type { RoutingEntry } from '../routing-table/routing-table';
import { outboundRouting } from './outbound-routing';
import type { FirstMessage, Outreach } from './outreach';
import type { AddressPair } from './outreach-guard';
import { toOutreachRequest } from './outreach-request';

/** What every click of an agent has. */
export interface Click {
  readonly url: string;
  readonly channelType: string;
  readonly input: {
    readonly requestId?: string | undefined;
    readonly customerName?: string | undefined;
    readonly attributes?: Readonly<Record<string, unknown>> | undefined;
  };
  readonly pair: AddressPair;
  readonly entry: RoutingEntry;
  readonly message: FirstMessage | undefined;
  /** Of a mail. */
  readonly subject?: string;
}

/** What an agent's click comes to, whatever the channel type. */
export function toOutreach(
  { url, channelType, input, pair, entry, message, subject }: Click,
  caller: Caller,
  { settings, platform }: Invocation,
): Outreach {
  const { requestId, ...parameters } = input;
  const { workerSid } = caller;
  const asked = { url, workerSid, requestId, parameters };
  const request = toOutreachRequest(asked, settings.authToken, platform.clock.now());
  const name = input.customerName ?? pair.address;
  const attributes = {
    ...input.attributes,
    customerAddress: pair.address,
    customerName: name,
    from: name,
    ...(pair.businessAddress === undefined ? {} : { businessAddress: pair.businessAddress }),
    ...(subject === undefined ? {} : { subject }),
    requestKey: request.key,
  };
  return {
    caller,
    request,
    hasRequestId: requestId !== undefined,
    channelType,
    pair,
    message,
    customerName: input.customerName,
    routing: outboundRouting({ channelType, entry, workerSid }, attributes, settings),
  };
}
