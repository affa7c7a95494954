import type { WorkerSid, WorkspaceSid } from '../sid';
import type { TwilioGateway } from './gateway';

/**
 * The workers of a workspace.
 *
 * @see https://www.twilio.com/docs/taskrouter/api/worker
 */
export class Workers {
  readonly #gateway: TwilioGateway;
  readonly #workspaceSid: WorkspaceSid;

  constructor(gateway: TwilioGateway, workspaceSid: WorkspaceSid) {
    this.#gateway = gateway;
    this.#workspaceSid = workspaceSid;
  }

  /** Whether a worker's activity lets them take tasks. */
  async isAvailable(workerSid: WorkerSid): Promise<boolean> {
    const version = await this.#gateway.sdkVersion('taskrouter.twilio.com');
    const { WorkerContextImpl } = await import('twilio/lib/rest/taskrouter/v1/workspace/worker.js');
    return (await new WorkerContextImpl(version, this.#workspaceSid, workerSid).fetch()).available;
  }
}
