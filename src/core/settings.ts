import * as v from 'valibot';
import type { EpochMs } from './clock';
import type {
  AccountSid,
  ConversationServiceSid,
  MessagingServiceSid,
  TaskQueueSid,
  WorkflowSid,
  WorkspaceSid,
} from './sid';
import { sidSchema } from './sid';

/** The deployment itself is wrong: a setting, the routing table, or what they name. */
export class ConfigurationError extends Error {
  /** The setting, or the entry of the routing table, that is wrong. */
  readonly setting: string;
  /** What is wrong with it. */
  readonly problem: string;

  constructor(setting: string, problem: string) {
    super(`${setting} ${problem}`);
    this.name = 'ConfigurationError';
    this.setting = setting;
    this.problem = problem;
  }
}

/** What a deployment is told by its environment; `.env.example` describes every key. */
export interface Settings {
  readonly accountSid: AccountSid;
  readonly authToken: string;
  /** Where this deployment is reached; given by the platform. */
  readonly domainName: string | undefined;
  readonly workspaceSid: WorkspaceSid;
  readonly workflowSid: WorkflowSid;
  /** Where routing records live: a SID, or `default`. */
  readonly syncServiceSid: string;
  readonly conversationsServiceSid: ConversationServiceSid | undefined;
  /** The queue of Interactions that agents begin. */
  readonly outboundQueueSid: TaskQueueSid | undefined;
  /** Countries that agents may write to, as ISO 3166-1 alpha-2; those of the senders if absent. */
  readonly outboundAllowedCountries: readonly string[] | undefined;
  readonly outboundLimitPerAgentPerHour: number;
  readonly outboundLimitPerDay: number;
  readonly outboundMessagingServiceSid: MessagingServiceSid | undefined;
  /** The workflow that routes an Invite to the worker or queue that its attributes name. */
  readonly transferWorkflowSid: WorkflowSid | undefined;
  /** Who brings a customer back whose agent left: Flex itself, or this project. */
  readonly leaveRouting: 'flex' | 'ours';
  /** Conversations created before this are left alone by the sweep; without a date it only reports. */
  readonly sweepSinceMs: EpochMs | undefined;
  /** Where browsers may call the agent endpoints from. */
  readonly allowedOrigins: readonly string[];
  /** What the company's own servers authenticate with; without it their endpoints refuse everybody. */
  readonly backendApiKey: string | undefined;
  /** What Event Streams authenticates with; without it its endpoint refuses everybody. */
  readonly eventStreamsPassword: string | undefined;
}

/** A variable that may be left out; one that was cleared stays as an empty text. */
function optional<Input, Output>(schema: v.GenericSchema<Input, Output>, problem: string) {
  return v.optional(
    v.pipe(
      v.string(problem),
      v.rawTransform<string, Output | undefined>(({ dataset, addIssue, NEVER }) => {
        if (dataset.value === '') return undefined;
        const result = v.safeParse(schema, dataset.value);
        if (result.success) return result.output;
        // The schema's own message would repeat the value.
        addIssue({ message: problem });
        return NEVER;
      }),
    ),
  );
}

const list = v.pipe(
  v.string(),
  v.transform((text) => text.split(',').map((item) => item.trim())),
);

const limit = v.pipe(v.string(), v.regex(/^\d{1,7}$/), v.transform(Number));

const date = v.pipe(
  v.string(),
  v.regex(/^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:?\d{2})?)?$/),
  // JavaScript reads a time without an offset as that of the machine.
  v.transform((text) => Date.parse(/T[\d:.]+$/.test(text) ? `${text}Z` : text)),
  v.number(),
);

const settingsSchema = v.object({
  ACCOUNT_SID: sidSchema('AC'),
  // With an empty token anybody can sign: https://www.twilio.com/docs/usage/security#validating-requests
  AUTH_TOKEN: v.pipe(v.string('is missing'), v.trim(), v.nonEmpty('is empty')),
  DOMAIN_NAME: optional(v.pipe(v.string(), v.regex(/^[\w.:-]+$/)), 'must be a domain name'),
  TASKROUTER_WORKSPACE_SID: sidSchema('WS'),
  TASKROUTER_WORKFLOW_SID: sidSchema('WW'),
  SYNC_SERVICE_SID: optional(
    v.union([v.literal('default'), sidSchema('IS')]),
    'must be a SID that starts with IS, or `default`',
  ),
  CONVERSATIONS_SERVICE_SID: optional(sidSchema('IS'), 'must be a SID that starts with IS'),
  OUTBOUND_QUEUE_SID: optional(sidSchema('WQ'), 'must be a SID that starts with WQ'),
  OUTBOUND_ALLOWED_COUNTRIES: optional(
    v.pipe(list, v.array(v.pipe(v.string(), v.regex(/^[A-Z]{2}$/)))),
    'must be two-letter country codes, separated by commas',
  ),
  OUTBOUND_LIMIT_PER_AGENT_PER_HOUR: optional(limit, 'must be a whole number'),
  OUTBOUND_LIMIT_PER_DAY: optional(limit, 'must be a whole number'),
  OUTBOUND_MESSAGING_SERVICE_SID: optional(sidSchema('MG'), 'must be a SID that starts with MG'),
  TRANSFER_WORKFLOW_SID: optional(sidSchema('WW'), 'must be a SID that starts with WW'),
  LEAVE_ROUTING: optional(v.picklist(['flex', 'ours']), 'must be `flex` or `ours`'),
  SWEEP_SINCE: optional(date, 'must be an ISO date such as 2026-01-31 or 2026-01-31T09:00:00+02:00'),
  ALLOWED_ORIGINS: optional(
    v.pipe(list, v.array(v.pipe(v.string(), v.regex(/^https?:\/\/[^/\s]+$/)))),
    'must be origins such as https://flex.twilio.com, separated by commas',
  ),
  BACKEND_API_KEY: optional(v.string(), 'must be a text'),
  EVENT_STREAMS_PASSWORD: optional(v.string(), 'must be a text'),
});

const DEFAULT_ORIGINS = ['https://flex.twilio.com'];

/** The allowed origins alone, for the answer to a caller of a deployment that is wrong otherwise. */
export function readAllowedOrigins(context: Readonly<Record<string, unknown>>): readonly string[] {
  const result = v.safeParse(settingsSchema.entries.ALLOWED_ORIGINS, context.ALLOWED_ORIGINS);
  return (result.success ? result.output : undefined) ?? DEFAULT_ORIGINS;
}

/** Every setting, by the name of its variable. */
export const SETTING_NAMES = Object.keys(settingsSchema.entries);

/** What is wrong with which variable; values are never repeated. */
export function findWrongSettings(context: Readonly<Record<string, unknown>>): ReadonlyMap<string, string> {
  const { issues = [] } = v.safeParse(settingsSchema, context);
  return new Map(issues.map((issue) => [v.getDotPath(issue) ?? 'settings', problemOf(issue)]));
}

function problemOf({ input, message }: v.BaseIssue<unknown>): string {
  return input === undefined ? 'is missing' : message;
}

/**
 * Reads the settings of this invocation.
 *
 * @param context the environment variables as the Functions runtime hands them over
 * @throws ConfigurationError naming the first variable that is wrong
 */
export function readSettings(context: Readonly<Record<string, unknown>>): Settings {
  const result = v.safeParse(settingsSchema, context);
  if (!result.success) {
    const [issue] = result.issues;
    throw new ConfigurationError(v.getDotPath(issue) ?? 'settings', problemOf(issue));
  }
  const given = result.output;
  return {
    accountSid: given.ACCOUNT_SID,
    authToken: given.AUTH_TOKEN,
    domainName: given.DOMAIN_NAME,
    workspaceSid: given.TASKROUTER_WORKSPACE_SID,
    workflowSid: given.TASKROUTER_WORKFLOW_SID,
    syncServiceSid: given.SYNC_SERVICE_SID ?? 'default',
    conversationsServiceSid: given.CONVERSATIONS_SERVICE_SID,
    outboundQueueSid: given.OUTBOUND_QUEUE_SID,
    outboundAllowedCountries: given.OUTBOUND_ALLOWED_COUNTRIES,
    outboundLimitPerAgentPerHour: given.OUTBOUND_LIMIT_PER_AGENT_PER_HOUR ?? 30,
    outboundLimitPerDay: given.OUTBOUND_LIMIT_PER_DAY ?? 1_000,
    outboundMessagingServiceSid: given.OUTBOUND_MESSAGING_SERVICE_SID,
    transferWorkflowSid: given.TRANSFER_WORKFLOW_SID,
    leaveRouting: given.LEAVE_ROUTING ?? 'flex',
    sweepSinceMs: given.SWEEP_SINCE,
    allowedOrigins: given.ALLOWED_ORIGINS ?? DEFAULT_ORIGINS,
    backendApiKey: given.BACKEND_API_KEY,
    eventStreamsPassword: given.EVENT_STREAMS_PASSWORD,
  };
}
