import type { ApiCall } from '../kernel/api-call';
import type { StoredService } from './conversation-store';

/** https://www.twilio.com/docs/conversations/api/service-configuration-resource */
export interface ServiceConfiguration {
  default_conversation_creator_role_sid: string;
  default_conversation_role_sid: string;
  default_chat_service_role_sid: string;
  reachability_enabled: boolean;
}

export function newServiceConfiguration(roleSid: string): ServiceConfiguration {
  return {
    default_conversation_creator_role_sid: roleSid,
    default_conversation_role_sid: roleSid,
    default_chat_service_role_sid: roleSid,
    reachability_enabled: false,
  };
}

export function updateServiceConfiguration(configuration: ServiceConfiguration, { form }: ApiCall): void {
  configuration.default_conversation_creator_role_sid =
    form.text('DefaultConversationCreatorRoleSid') ?? configuration.default_conversation_creator_role_sid;
  configuration.default_conversation_role_sid =
    form.text('DefaultConversationRoleSid') ?? configuration.default_conversation_role_sid;
  configuration.default_chat_service_role_sid =
    form.text('DefaultChatServiceRoleSid') ?? configuration.default_chat_service_role_sid;
  configuration.reachability_enabled =
    form.boolean('ReachabilityEnabled') ?? configuration.reachability_enabled;
}

export function toConfigurationBody({ sid, configuration }: StoredService): object {
  const url = `https://conversations.twilio.com/v1/Services/${sid}/Configuration`;
  return {
    chat_service_sid: sid,
    ...configuration,
    url,
    links: { notifications: `${url}/Notifications`, webhooks: `${url}/Webhooks` },
  };
}
