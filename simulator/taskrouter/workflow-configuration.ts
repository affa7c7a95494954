import { TwilioApiError } from '../kernel/api-error';

/** One step of a workflow: which workers of which queue, for how long. */
export interface WorkflowTarget {
  readonly queue: string;
  readonly expression?: string;
  readonly priority?: number | string;
  readonly timeout?: number | string;
  readonly skip_if?: string;
  readonly known_worker_sid?: string;
  readonly known_worker_friendly_name?: string;
}

interface WorkflowConfiguration {
  readonly task_routing: {
    readonly filters?: readonly {
      readonly expression?: string;
      readonly filter_friendly_name?: string;
      readonly targets?: readonly WorkflowTarget[];
    }[];
    readonly default_filter?: WorkflowTarget;
  };
}

/**
 * Reads the configuration of a workflow.
 *
 * @see https://www.twilio.com/docs/taskrouter/workflow-configuration
 */
export function parseWorkflowConfiguration(json: string): WorkflowConfiguration {
  try {
    const parsed = JSON.parse(json) as Partial<WorkflowConfiguration> | null;
    if (typeof parsed?.task_routing === 'object') return parsed as WorkflowConfiguration;
  } catch {
    // Refused below.
  }
  throw new TwilioApiError(400, 20001, 'Configuration is not a valid workflow configuration');
}
