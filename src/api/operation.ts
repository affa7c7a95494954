import type * as v from 'valibot';
import type { AgentCommand } from '../core/agents/agent-endpoint';
import type { ApiErrorCode } from '../core/endpoints/api-error';
import type { BackendCommand } from '../core/endpoints/backend-endpoint';
import type { Handler } from '../core/endpoints/endpoint';
import type { Platform } from '../core/platform';

/** Makes the handler of a URL; without a platform it is the one of Twilio Functions. */
type MakeHandler = (platform?: Platform) => Handler;

/** One answer of an operation that is not an error of a caller's. */
export interface DocumentedAnswer {
  readonly status: number;
  readonly description: string;
  /** Absent if there is no body. */
  readonly body?: v.GenericSchema;
}

/** What callers of an operation have to know, beside the schema of its input. */
export interface OperationText {
  /** A few words, for a list. */
  readonly summary: string;
  /** What to know before calling it, as Markdown. */
  readonly description: string;
  readonly answers: readonly DocumentedAnswer[];
  /** The refusals of this operation, beside those that all of its kind have. */
  readonly errors?: readonly ApiErrorCode[];
}

/** One URL of a deployment: who calls it, what it takes, what it answers. */
export interface Operation extends OperationText {
  readonly url: string;
  readonly caller: 'agent' | 'backend' | 'twilio';
  /** Only what takes no parameters is documented as a GET. */
  readonly method: 'get' | 'post';
  readonly input?: v.GenericSchema;
  /** Every code of an error body that it may answer with. */
  readonly errors: readonly ApiErrorCode[];
  readonly makeHandler: MakeHandler;
}

/** An agent's command of any input. */
export type AnyAgentCommand = AgentCommand<v.GenericSchema>;
/** A backend's command of any input. */
export type AnyBackendCommand = BackendCommand<v.GenericSchema>;
