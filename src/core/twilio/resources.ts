import type { ConversationServiceSid, TaskQueueSid, WorkflowSid, WorkspaceSid } from '../sid';
import type { TwilioGateway } from './gateway';

/** The resources that settings name, to see whether they exist. */
export class Resources {
  readonly #gateway: TwilioGateway;

  constructor(gateway: TwilioGateway) {
    this.#gateway = gateway;
  }

  async fetchWorkspace(workspaceSid: WorkspaceSid): Promise<void> {
    const version = await this.#gateway.sdkVersion('taskrouter.twilio.com');
    const { WorkspaceContextImpl } = await import('twilio/lib/rest/taskrouter/v1/workspace.js');
    await new WorkspaceContextImpl(version, workspaceSid).fetch();
  }

  async fetchWorkflow(workspaceSid: WorkspaceSid, workflowSid: WorkflowSid): Promise<void> {
    const version = await this.#gateway.sdkVersion('taskrouter.twilio.com');
    const { WorkflowContextImpl } = await import('twilio/lib/rest/taskrouter/v1/workspace/workflow.js');
    await new WorkflowContextImpl(version, workspaceSid, workflowSid).fetch();
  }

  async fetchTaskQueue(workspaceSid: WorkspaceSid, queueSid: TaskQueueSid): Promise<void> {
    const version = await this.#gateway.sdkVersion('taskrouter.twilio.com');
    const { TaskQueueContextImpl } = await import('twilio/lib/rest/taskrouter/v1/workspace/taskQueue.js');
    await new TaskQueueContextImpl(version, workspaceSid, queueSid).fetch();
  }

  async fetchSyncService(serviceSid: string): Promise<void> {
    const version = await this.#gateway.sdkVersion('sync.twilio.com');
    const { ServiceContextImpl } = await import('twilio/lib/rest/sync/v1/service.js');
    await new ServiceContextImpl(version, serviceSid).fetch();
  }

  async fetchConversationsService(serviceSid: ConversationServiceSid): Promise<void> {
    const version = await this.#gateway.sdkVersion('conversations.twilio.com');
    const { ServiceContextImpl } = await import('twilio/lib/rest/conversations/v1/service.js');
    await new ServiceContextImpl(version, serviceSid).fetch();
  }
}
