import { seededRandom } from '../../../simulator/kernel/faults';
import type { Agent } from '../../../simulator/people/agent';
import { Customer } from '../../../simulator/people/customer';
import { FAULTS } from '../../reliability/faulty-platform';
import { BUSINESS_NUMBER, CUSTOMER_NUMBER } from '../../support/deployment';
import { StormyDeployment } from '../interleavings/stormy-deployment';
import type { Copies, InvocationWeather } from '../interleavings/weather';
import { FAIR_WEATHER } from '../interleavings/weather';
import { AGENT_ACTIONS } from './agent-actions';
import { Watch } from './watch';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const SWEEP_EVERY_MS = 15 * MINUTE_MS;

const STEPS = 30;
/** Most things happen close to each other. */
const SOON_MS = [0, 50, 300, 2 * SECOND_MS, 12 * SECOND_MS, MINUTE_MS];
const LATER_MS = [20 * MINUTE_MS, 3 * HOUR_MS, 26 * HOUR_MS];
const DELAYS_MS = [0, 0, 0, 20, 400, 6_000, 2 * MINUTE_MS];

/** What chance decides in one life; the same seed lives the same life. */
class Chance {
  readonly #random: () => number;

  constructor(seed: number) {
    this.#random = seededRandom(seed);
  }

  happens(probability: number): boolean {
    return this.#random() < probability;
  }

  below(count: number): number {
    return Math.floor(this.#random() * count);
  }

  of<Item>(items: readonly Item[]): Item {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new Error('nothing to choose from');
    return item;
  }
}

/** One customer's life with a contact centre: days of it, under weather. */
export class Life {
  readonly chance: Chance;
  readonly world: StormyDeployment;
  readonly watch: Watch;
  readonly story: string[] = [];
  readonly agents: readonly Agent[];

  constructor(seed: number) {
    this.chance = new Chance(seed);
    this.world = new StormyDeployment({
      nets: this.chance.of(['sweep', 'both'] as const),
      wiring: this.chance.of(['service', 'address'] as const),
      retries: this.chance.of([0, 2] as const),
      patienceSeconds: this.chance.of([30, 600]),
    });
    const { twilio, account, context } = this.world;
    if (this.chance.happens(0.7)) context.TRANSFER_WORKFLOW_SID = account.transfer.sid;
    context.OUTBOUND_QUEUE_SID = account.everyone.sid;
    this.agents = account.agents;
    for (const agent of this.agents) {
      const days = 90 * 24 * HOUR_MS;
      const { identity, sid: workerSid } = agent;
      const expiresAtMs = this.world.clock.now() + days;
      twilio.tokens.issue(agent.token, { identity, workerSid, roles: ['agent'], expiresAtMs });
      agent.setActivity('Available');
    }
    this.watch = new Watch(this.world, SWEEP_EVERY_MS);
  }

  /** Lives it, and resolves with what went wrong. */
  async play(): Promise<readonly string[]> {
    this.#sweepForEver();
    await this.#write();
    for (let step = 0; step < STEPS && this.watch.broken.length === 0; step++) {
      this.world.weather = this.#weather();
      if (this.chance.happens(0.25)) await this.#write();
      else this.#letAgentAct();
      await this.#pass(this.chance.of(this.chance.happens(0.1) ? LATER_MS : SOON_MS));
    }
    this.world.calmDown();
    await this.#pass(3 * SWEEP_EVERY_MS + MINUTE_MS);
    return this.watch.broken;
  }

  async #write(): Promise<void> {
    this.story.push('the customer writes');
    const writing = new Customer(this.world.twilio, CUSTOMER_NUMBER).write(BUSINESS_NUMBER, 'Hello');
    await this.world.settle(0);
    const received = await writing;
    if (received) this.watch.follow(received.conversation.entity.sid);
  }

  #letAgentAct(): void {
    const agent = this.chance.of(this.agents);
    const possible = AGENT_ACTIONS.filter((action) => action.isPossible(agent, this));
    if (possible.length === 0) return;
    const action = this.chance.of(possible);
    this.story.push(`${agent.identity.slice(0, 5)} ${action.name}`);
    action.act(agent, this);
  }

  /** Long times in pieces, so that the watch sees what happens in between. */
  async #pass(ms: number): Promise<void> {
    if (ms > 0) this.story.push(`${ms / SECOND_MS} s pass`);
    for (let passedMs = 0; passedMs < ms; passedMs += MINUTE_MS) {
      await this.world.settle(Math.min(MINUTE_MS, ms - passedMs));
      this.watch.look();
    }
    await this.world.settle(0);
  }

  /** As a scheduler does it; its own calls have fair weather, or there would be nothing to hold it to. */
  #sweepForEver(): void {
    this.world.clock.schedule(SWEEP_EVERY_MS, () => {
      this.world.weather = FAIR_WEATHER;
      void this.world.callBackend('/backend/sweep', { apply: 'true' });
      this.#sweepForEver();
    });
  }

  #weather() {
    const copies = (): Copies =>
      this.chance.happens(0.2)
        ? []
        : Array.from({ length: this.chance.happens(0.3) ? 2 : 1 }, () => this.chance.of(DELAYS_MS));
    const invocation = (): InvocationWeather => ({
      latencyMs: this.chance.of([0, 20, 60, 180]),
      strike: this.chance.happens(0.3)
        ? { fault: this.chance.of(FAULTS), at: this.chance.below(9) }
        : undefined,
    });
    return {
      webhooks: Array.from({ length: 3 }, copies),
      events: Array.from({ length: 3 }, copies),
      invocations: Array.from({ length: 3 }, invocation),
    };
  }
}
