import type { Wiring } from '../../../simulator/flex-account';
import type { Platform } from '../../../src/core/platform';
import type { TransportRequest } from '../../../src/core/twilio/transport';
import { faultyInvocation } from '../../reliability/faulty-platform';
import type { EndpointAnswer } from '../../support/deployment';
import { Deployment } from '../../support/deployment';
import type { Copies, InvocationWeather, Weather } from './weather';
import { FAIR_WEATHER } from './weather';

export interface Surroundings {
  /** What catches a customer whose webhook was lost. */
  readonly nets: 'sweep' | 'Event Streams' | 'both';
  readonly wiring: Wiring;
  /** How often Conversations' service webhook is repeated; Twilio's default is never. */
  readonly retries: 0 | 2;
  /** After how long a task that nobody takes leaves the workflow. */
  readonly patienceSeconds: number;
}

/** What Twilio, or a scheduler, sees of one invocation. */
export interface ObservedInvocation {
  readonly url: string;
  readonly event: Readonly<Record<string, unknown>>;
  readonly startedAtMs: number;
  readonly answers: { readonly status: number; readonly atMs: number }[];
  readonly isStruck: () => boolean;
  readonly isKilled: () => boolean;
}

/** Hears every REST request of the product at the moment it reaches Twilio, before it has an effect. */
type RequestListener = (request: TransportRequest, invocation: ObservedInvocation) => void;

const LATENCY_IN_FAIR_WEATHER_MS = 20;

/** A deployment under weather: on the way of every delivery, and on the way of every REST call. */
export class StormyDeployment extends Deployment {
  readonly invocations: ObservedInvocation[] = [];
  onRequest: RequestListener = () => undefined;
  #webhooks: Copies[] = [];
  #events: Copies[] = [];
  #invocations: InvocationWeather[] = [];

  constructor({ nets, wiring, retries, patienceSeconds }: Surroundings) {
    super({
      wiring,
      withTaskEvents: true,
      withEventStreams: nets !== 'sweep',
      settings: { SWEEP_SINCE: '2026-01-05' },
    });
    const { workspace, taskRouterParts, conversations, world } = this.twilio;
    const targets = [{ queue: this.account.everyone.sid, timeout: patienceSeconds }];
    this.context.TASKROUTER_WORKFLOW_SID = taskRouterParts.resources.createWorkflow(
      workspace,
      'Until nobody came',
      JSON.stringify({ task_routing: { filters: [{ expression: '1==1', targets }] } }),
    ).sid;
    const service = conversations.services.get(conversations.defaultServiceSid);
    if (service) service.postWebhookRetryCount = retries;
    world.deliveries.weather = {
      copies: ({ from }) => (from === 'event streams' ? this.#events : this.#webhooks).shift() ?? [0],
    };
  }

  set weather({ webhooks, events, invocations }: Weather) {
    this.#webhooks = [...webhooks];
    this.#events = [...events];
    this.#invocations = [...invocations];
  }

  /** Nothing more goes wrong but what is under way already. */
  calmDown(): void {
    this.weather = FAIR_WEATHER;
    this.twilio.faults.clear();
  }

  override call(url: string, event: object): Promise<EndpointAnswer> {
    const { latencyMs, strike } = this.#invocations.shift() ?? { latencyMs: LATENCY_IN_FAIR_WEATHER_MS };
    const { platform, isKilled, isStruck } = faultyInvocation(
      this.#slowly(latencyMs, (request) => {
        this.onRequest(request, observed);
      }),
      strike,
    );
    const observed: ObservedInvocation = {
      url,
      event: event as Record<string, unknown>,
      startedAtMs: this.clock.now(),
      answers: [],
      isKilled,
      isStruck,
    };
    this.invocations.push(observed);
    return super.call(url, event, {
      ...platform,
      toResponse: (answer) => {
        if (!isKilled()) observed.answers.push({ status: answer.status, atMs: this.clock.now() });
        return answer;
      },
    });
  }

  /** Sweeps through all pages. */
  async sweep(): Promise<void> {
    let cursor: unknown;
    const pages = async (): Promise<void> => {
      do
        ({ cursor } = (
          await this.callBackend('/backend/sweep', { apply: 'true', ...(cursor ? { cursor } : {}) })
        ).body);
      while (cursor);
    };
    void pages();
    await this.settle(60_000);
  }

  #slowly(latencyMs: number, listener: (request: TransportRequest) => void): Platform {
    const platform = this.platform();
    const wait = (ms: number): Promise<void> =>
      new Promise((resolve) => {
        if (ms === 0) resolve();
        else this.clock.schedule(ms, resolve);
      });
    return {
      ...platform,
      transport: async (request, signal) => {
        await wait(latencyMs / 2);
        listener(request);
        const response = await platform.transport(request, signal);
        await wait(latencyMs / 2);
        return response;
      },
    };
  }
}
