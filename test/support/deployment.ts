import { EmbeddedTwilio } from '../../simulator/embedded-twilio';
import type { FlexAccount, Wiring } from '../../simulator/flex-account';
import { setUpFlexAccount, wireDeployment } from '../../simulator/flex-account';
import type { SimulatorClock } from '../../simulator/kernel/clock';
import { ManualClock } from '../../simulator/kernel/clock';
import type { OutgoingWebhook, WebhookAnswer } from '../../simulator/kernel/deliveries';
import type { Agent } from '../../simulator/people/agent';
import type { StoredTask } from '../../simulator/taskrouter/workspace';
import { OPERATIONS } from '../../src/api/operations';
import type { LogLine } from '../../src/core/log';
import type { Answer, Platform } from '../../src/core/platform';
import type { Transport } from '../../src/core/twilio/transport';

export const BUSINESS_NUMBER = '+14155550111';
export const VIP_NUMBER = '+14155550122';
export const BOT_NUMBER = '+14155550199';
export const SUPPORT_EMAIL = 'support@example.com';
export const CUSTOMER_NUMBER = '+12025550143';
export const DOMAIN = 'flex-1234-dev.twil.io';
export const EVENT_STREAMS_PASSWORD = 'sink-password';
export const BACKEND_API_KEY = 'backend-key';

export interface DeploymentOptions {
  readonly table?: object;
  readonly settings?: Readonly<Record<string, string>>;
  readonly wiring?: Wiring;
  /** TaskRouter's and Interactions' webhooks are wired too. */
  readonly withTaskEvents?: boolean;
  /** Event Streams delivers too. */
  readonly withEventStreams?: boolean;
  readonly clock?: SimulatorClock;
  readonly seed?: string;
  readonly agents?: readonly string[];
  /** How long a REST call takes, in milliseconds. */
  readonly latencyMs?: number;
}

/** What a call of an endpoint brought. */
export interface EndpointAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Record<string, unknown>;
  /** REST calls that this invocation made. */
  readonly calls: number;
  readonly log: LogLine;
  /** How long it took, in milliseconds. */
  readonly tookMs: number;
}

const TABLE = {
  addresses: {
    [BUSINESS_NUMBER]: { inbound: true, outbound: true },
    [VIP_NUMBER]: { inbound: true, priority: 10, attributes: { team: 'vip' } },
    [`whatsapp:${BUSINESS_NUMBER}`]: { inbound: true, outbound: true },
    [SUPPORT_EMAIL]: { inbound: true, outbound: true, fromName: 'Support' },
  },
  channels: { web: { inbound: true } },
};

/** Every endpoint by its URL. */
const OPERATIONS_BY_URL = new Map(OPERATIONS.map((operation) => [operation.url, operation]));

/** The product, deployed in process beside an embedded Twilio whose webhooks reach it. */
export class Deployment {
  readonly clock: SimulatorClock;
  readonly twilio: EmbeddedTwilio;
  readonly account: FlexAccount;
  readonly context: Record<string, string>;
  readonly logs: LogLine[] = [];
  table: string;
  #ids = 0;

  constructor(options: DeploymentOptions = {}) {
    this.clock = options.clock ?? new ManualClock();
    this.twilio = new EmbeddedTwilio({
      clock: this.clock,
      seed: options.seed ?? 'test',
      send: (webhook) => this.#receive(webhook),
    });
    this.twilio.latencyMs = options.latencyMs ?? 0;
    this.account = setUpFlexAccount(this.twilio, options.agents);
    this.table = JSON.stringify(options.table ?? TABLE);
    this.context = {
      ACCOUNT_SID: this.twilio.accountSid,
      AUTH_TOKEN: this.twilio.authToken,
      DOMAIN_NAME: DOMAIN,
      TASKROUTER_WORKSPACE_SID: this.twilio.workspace.entity.sid,
      TASKROUTER_WORKFLOW_SID: this.account.assignToAnyone.sid,
      OUTBOUND_QUEUE_SID: this.account.everyone.sid,
      EVENT_STREAMS_PASSWORD,
      BACKEND_API_KEY,
      ...options.settings,
    };
    wireDeployment(this.twilio, {
      functionsUrl: `https://${DOMAIN}`,
      addresses: [
        { address: BUSINESS_NUMBER, type: 'sms' },
        { address: VIP_NUMBER, type: 'sms' },
        { address: BOT_NUMBER, type: 'sms' },
        { address: `whatsapp:${BUSINESS_NUMBER}`, type: 'whatsapp' },
      ],
      conversations: options.wiring ?? 'service',
      withTaskEvents: options.withTaskEvents ?? false,
      ...(options.withEventStreams === true ? { eventStreamsPassword: EVENT_STREAMS_PASSWORD } : {}),
    });
  }

  /** Calls an endpoint directly, as the Functions runtime would. */
  async call(url: string, event: object, platform: Platform = this.platform()): Promise<EndpointAnswer> {
    const operation = OPERATIONS_BY_URL.get(url);
    if (!operation) throw new Error(`There is no endpoint ${url}`);
    const startedAtMs = this.clock.now();
    let log: LogLine = { level: 'info' };
    const handler = operation.makeHandler({
      ...platform,
      writeLog: (line) => {
        log = line;
        platform.writeLog(line);
      },
    });
    const answer = await new Promise<Answer>((resolve, reject) => {
      handler(this.context, { request: { headers: {}, cookies: {} }, ...event }, (error, response) => {
        if (error) reject(new Error('callback with an error'));
        else resolve(response as Answer);
      }).catch(reject);
    });
    return {
      status: answer.status,
      headers: answer.headers ?? {},
      body: (answer.body ?? {}) as Record<string, unknown>,
      calls: Number(log.calls ?? 0),
      log,
      tookMs: this.clock.now() - startedAtMs,
    };
  }

  /** Lets everything happen that is due within a time; by default all that needs no longer than a second. */
  async settle(ms = 1_000): Promise<void> {
    await this.clock.advance(ms);
  }

  /** The events that were sent to the product, newest last. */
  get deliveries() {
    return this.twilio.timeline.entries.filter(({ kind }) => kind === 'webhook');
  }

  /** How often an operation of Twilio's REST API was called by the product. */
  countCalls(title: RegExp): number {
    return this.twilio.timeline.entries.filter(({ kind, title: text }) => kind === 'rest' && title.test(text))
      .length;
  }

  /** Every task that waits for an agent or has one. */
  get liveTasks(): StoredTask[] {
    return [...this.twilio.workspace.tasks.values()].filter(({ entity }) =>
      ['pending', 'reserved', 'assigned'].includes(entity.assignment_status),
    );
  }

  /** The routing record of a Conversation, as it stands in Sync. */
  recordOf(conversationSid: string): Record<string, unknown> | undefined {
    const document = this.twilio.sync.findService('default')?.byName.get(`interaction-${conversationSid}`);
    return document?.data as Record<string, unknown> | undefined;
  }

  platform(): Platform {
    return {
      clock: this.clock,
      transport: transportTo(this.twilio),
      ledgerMemory: new Map(),
      newId: () => `invocation-${++this.#ids}`,
      openAsset: (name) => (name === '/routing.json' ? this.table : undefined),
      toResponse: (answer) => answer,
      writeLog: (line) => this.logs.push(line),
    };
  }

  /** Builds the event as the runtime does: a JSON array is spread over the keys 0, 1, … */
  async #receive({ url, headers, form, json }: OutgoingWebhook): Promise<WebhookAnswer> {
    const { pathname, searchParams } = new URL(url);
    const lowerCase = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const);
    const request = { headers: Object.fromEntries(lowerCase), cookies: {} };
    const answer = await this.call(pathname, {
      request,
      ...Object.fromEntries(searchParams),
      ...(form ?? (json as object)),
    });
    return { status: answer.status, body: JSON.stringify(answer.body) };
  }

  /** Calls an endpoint as an agent's browser does: with their token in the form. */
  callAgent(
    agent: Agent | undefined,
    url: string,
    parameters: object = {},
    platform?: Platform,
  ): Promise<EndpointAnswer> {
    return this.call(url, { Token: agent?.token, ...parameters }, platform);
  }

  /** Calls an endpoint of the company's own servers. */
  callBackend(url: string, parameters: object = {}, key = BACKEND_API_KEY): Promise<EndpointAnswer> {
    return this.call(url, { request: { headers: { authorization: `Bearer ${key}` } }, ...parameters });
  }
}

/** Hands the product's REST calls to the embedded Twilio in process. */
export function transportTo(twilio: EmbeddedTwilio): Transport {
  return async ({ method, host, path, headers, body }) => {
    const lowerCase = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
    );
    const response = await twilio.request({ method, host, path, headers: lowerCase, body: body ?? '' });
    const answered = Object.entries(response.headers).map(
      ([name, value]) => [name.toLowerCase(), value] as const,
    );
    return { status: response.status, headers: Object.fromEntries(answered), body: response.body };
  };
}
