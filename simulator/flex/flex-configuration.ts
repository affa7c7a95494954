import type { ConversationStore } from '../conversations/conversation-store';
import type { Operations } from '../kernel/api-call';
import type { World } from '../kernel/world';
import { isoSeconds } from '../kernel/world';

interface FlexParts {
  readonly conversations: ConversationStore;
  readonly workspaceSid: string;
  /** Starts with GO. */
  readonly instanceSid: string;
}

/**
 * What Flex itself is configured with. Only the SIDs of what belongs to it are kept; the looks of the desk are not
 * simulated.
 *
 * @see https://www.twilio.com/docs/flex/developer/config/flex-configuration-rest-api
 */
export class FlexConfiguration {
  readonly #world: World;
  readonly #parts: FlexParts;
  readonly #createdAtMs: number;
  /** The Flex Chat Service: another one than the default only if somebody changed the default. */
  chatServiceSid: string;

  constructor(world: World, parts: FlexParts) {
    this.#world = world;
    this.#parts = parts;
    this.#createdAtMs = world.clock.now();
    this.chatServiceSid = parts.conversations.defaultServiceSid;
  }

  operations(): Operations {
    return { FetchConfiguration: () => ({ body: this.#body() }) };
  }

  #body(): object {
    const { conversations, workspaceSid, instanceSid } = this.#parts;
    const created = isoSeconds(this.#createdAtMs);
    return {
      account_sid: this.#world.accountSid,
      date_created: created,
      date_updated: created,
      attributes: {},
      status: 'ok',
      taskrouter_workspace_sid: workspaceSid,
      taskrouter_target_workflow_sid: null,
      taskrouter_target_taskqueue_sid: null,
      taskrouter_taskqueues: [],
      taskrouter_skills: [],
      taskrouter_worker_channels: {},
      taskrouter_worker_attributes: {},
      taskrouter_offline_activity_sid: null,
      runtime_domain: null,
      messaging_service_instance_sid: conversations.messagingServiceSid,
      chat_service_instance_sid: this.chatServiceSid,
      flex_service_instance_sid: conversations.defaultServiceSid,
      flex_instance_sid: instanceSid,
      ui_language: 'en-us',
      ui_attributes: {},
      ui_dependencies: {},
      ui_version: '2.0.0',
      service_version: '1.0.0',
      call_recording_enabled: false,
      call_recording_webhook_url: null,
      crm_enabled: false,
      crm_type: null,
      crm_callback_url: null,
      crm_fallback_url: null,
      crm_attributes: {},
      public_attributes: {},
      plugin_service_enabled: true,
      plugin_service_attributes: {},
      integrations: [],
      outbound_call_flows: {},
      serverless_service_sids: [],
      queue_stats_configuration: {},
      notifications: {},
      markdown: {},
      url: 'https://flex-api.twilio.com/v1/Configuration',
      flex_insights_hr: {},
      flex_insights_drilldown: false,
      flex_url: null,
      channel_configs: [],
      debugger_integration: {},
      flex_ui_status_report: {},
      agent_conv_end_methods: {},
      citrix_voice_vdi: {},
      offline_config: {},
    };
  }
}
