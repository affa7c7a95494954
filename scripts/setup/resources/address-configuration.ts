import type { Twilio } from 'twilio';
import type {
  AddressConfigurationListInstanceCreateOptions,
  AddressConfigurationContextUpdateOptions,
} from 'twilio/lib/rest/conversations/v1/addressConfiguration';
import { channelTypeOfAddress } from '../../../src/core/routing-table/channel-type';
import type { Resource, State, Wish } from '../resource';
import { leadsTo } from '../resource';

/** What stands before the address in the id of its configuration. */
export const ADDRESS_ID_PREFIX = 'address ';

type AddressType = AddressConfigurationListInstanceCreateOptions['type'];
type AutoCreationType = NonNullable<AddressConfigurationContextUpdateOptions['autoCreation.type']>;

/**
 * The configuration of one address: its messages begin a Conversation of the service, whose webhook does the rest.
 * A webhook of its own beside it would tell every message twice.
 *
 * @see https://www.twilio.com/docs/conversations/api/address-configuration-resource
 */
export function addressConfiguration(
  client: Twilio,
  address: string,
  serviceSid: string,
  deploymentUrl: string,
): Resource {
  const all = client.conversations.v1.addressConfigurations;
  const find = async () => (await all.list()).find((one) => one.address === address);
  return {
    id: `${ADDRESS_ID_PREFIX}${address}`,
    title: `Address ${address}`,
    read: async () => {
      const found = await find();
      if (!found) return null;
      const {
        enabled,
        type,
        conversation_service_sid: service,
        ...rest
      } = found.autoCreation as AutoCreation;
      return {
        enabled: enabled ?? false,
        type: type ?? 'default',
        service: service ?? null,
        webhookUrl: rest.webhook_url ?? null,
        webhookMethod: rest.webhook_method ?? null,
        webhookFilters: rest.webhook_filters ?? [],
        studioFlowSid: rest.studio_flow_sid ?? null,
        studioRetryCount: rest.studio_retry_count ?? null,
      };
    },
    want: (now) => wish(now, serviceSid, deploymentUrl),
    write: async (now, next) => {
      if (next === null) {
        const found = await find();
        if (found) await all(found.sid).remove();
        return;
      }
      const options = toOptions(next);
      const found = now && (await find());
      if (found) await all(found.sid).update(options);
      else await all.create({ type: channelTypeOfAddress(address) as AddressType, address, ...options });
    },
  };
}

/** As Twilio answers it. */
interface AutoCreation {
  readonly enabled?: boolean;
  readonly type?: string;
  readonly conversation_service_sid?: string | null;
  readonly webhook_url?: string | null;
  readonly webhook_method?: string | null;
  readonly webhook_filters?: readonly string[] | null;
  readonly studio_flow_sid?: string | null;
  readonly studio_retry_count?: number | null;
}

const NOTHING_ELSE = {
  webhookUrl: null,
  webhookMethod: null,
  webhookFilters: [],
  studioFlowSid: null,
  studioRetryCount: null,
};

function wish(now: State, serviceSid: string, deploymentUrl: string): Wish {
  const wanted = { ...(now ?? NOTHING_ELSE), enabled: true, type: 'default', service: serviceSid };
  const displaces = now?.enabled === true ? foreignUse(now, serviceSid, deploymentUrl) : undefined;
  return { kind: 'be', state: wanted, ...(displaces === undefined ? {} : { displaces }) };
}

/** What somebody else does with the address now. */
function foreignUse(now: NonNullable<State>, serviceSid: string, deploymentUrl: string): string | undefined {
  if (now.type === 'studio') return `the Studio flow ${String(now.studioFlowSid)}`;
  if (now.type === 'webhook') {
    const url = String(now.webhookUrl);
    return leadsTo(url, deploymentUrl, '/webhooks/conversations') ? undefined : `the webhook ${url}`;
  }
  return now.service === null || now.service === serviceSid
    ? undefined
    : `the Conversations service ${String(now.service)}`;
}

function toOptions(state: NonNullable<State>): AddressConfigurationContextUpdateOptions {
  const { webhookUrl, webhookMethod, webhookFilters, studioFlowSid, studioRetryCount, service } = state;
  const filters = webhookFilters as string[];
  return {
    'autoCreation.enabled': state.enabled === true,
    'autoCreation.type': state.type as AutoCreationType,
    ...(typeof service === 'string' ? { 'autoCreation.conversationServiceSid': service } : {}),
    ...(typeof webhookUrl === 'string' ? { 'autoCreation.webhookUrl': webhookUrl } : {}),
    ...(typeof webhookMethod === 'string'
      ? { 'autoCreation.webhookMethod': webhookMethod as 'get' | 'post' }
      : {}),
    ...(filters.length > 0 ? { 'autoCreation.webhookFilters': filters } : {}),
    ...(typeof studioFlowSid === 'string' ? { 'autoCreation.studioFlowSid': studioFlowSid } : {}),
    ...(typeof studioRetryCount === 'number' ? { 'autoCreation.studioRetryCount': studioRetryCount } : {}),
  };
}
