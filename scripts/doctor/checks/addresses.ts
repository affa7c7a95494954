import { leadsTo } from '../../setup/resource';
import type { Finding } from '../findings';
import { finding } from '../findings';
import type { Patient } from '../patient';
import { addressEntries } from '../patient';
import { CONVERSATIONS_PATH } from './conversations-webhook';

interface AutoCreation {
  readonly enabled?: boolean;
  readonly type?: string;
  readonly conversation_service_sid?: string | null;
  readonly webhook_url?: string | null;
  readonly studio_flow_sid?: string | null;
}

/** Every inbound address of the routing table has to begin Conversations of the service, and nothing else. */
export async function checkAddresses(patient: Patient, serviceSid: string): Promise<Finding[]> {
  const configured = await patient.client.conversations.v1.addressConfigurations.list();
  return addressEntries(patient).flatMap(([address, { inbound }]) => {
    if (inbound !== true) return [];
    const autoCreation = configured.find((one) => one.address === address)?.autoCreation as
      AutoCreation | undefined;
    if (autoCreation?.enabled !== true) return [finding('address-not-configured', address)];
    const {
      type,
      webhook_url: webhookUrl,
      studio_flow_sid: flow,
      conversation_service_sid: service,
    } = autoCreation;
    if (type === 'webhook' && leadsTo(webhookUrl, patient.url, CONVERSATIONS_PATH))
      return [finding('conversations-webhook-twice', `the webhook of ${address}`)];
    if (type === 'webhook')
      return [finding('address-elsewhere', `${address} to ${webhookUrl ?? 'a webhook'}`)];
    if (type === 'studio')
      return [finding('address-elsewhere', `${address} to the Studio flow ${flow ?? ''}`)];
    if (service && service !== serviceSid)
      return [finding('address-elsewhere', `${address} to the service ${service}`)];
    return [];
  });
}
