import { parseObject } from '../../../simulator/kernel/parse-object';
import type { StoredTask } from '../../../simulator/taskrouter/workspace';
import type { TransportRequest } from '../../../src/core/twilio/transport';
import type { ObservedInvocation, StormyDeployment } from '../interleavings/stormy-deployment';
import { TwilioView } from '../interleavings/twilio-view';

/** How young a Conversation may be for the sweep to leave it alone, and how long its own work may take. */
const ALLOWANCE_MS = 2 * 60_000;

/** What must hold in every life, stated in terms of what people in a contact centre would notice. */
export class Watch {
  readonly broken: string[] = [];
  readonly #world: StormyDeployment;
  readonly #view: TwilioView;
  readonly #longestMs: number;
  readonly #conversationSids: string[] = [];
  readonly #aloneSinceMs = new Map<string, number>();

  constructor(world: StormyDeployment, sweepEveryMs: number) {
    this.#world = world;
    this.#view = new TwilioView(world.twilio);
    this.#longestMs = sweepEveryMs + ALLOWANCE_MS;
    world.onRequest = (request, invocation) => {
      this.#judge(request, invocation);
    };
  }

  /** The Conversation that the customer is in now. */
  get conversationSid(): string | undefined {
    return this.#conversationSids.at(-1);
  }

  follow(conversationSid: string): void {
    if (!this.#conversationSids.includes(conversationSid)) this.#conversationSids.push(conversationSid);
  }

  /** Nobody is open and alone for longer than it takes the sweep to come. */
  look(): void {
    const now = this.#world.clock.now();
    for (const sid of this.#conversationSids) {
      if (!this.#isAlone(sid)) this.#aloneSinceMs.delete(sid);
      else if (!this.#aloneSinceMs.has(sid)) this.#aloneSinceMs.set(sid, now);
      const aloneMs = now - (this.#aloneSinceMs.get(sid) ?? now);
      if (aloneMs > this.#longestMs) {
        this.#breaks(
          `nobody, no Invite and no parked record for ${aloneMs / 1_000} s: ${this.#recordOf(sid)}`,
        );
      }
    }
  }

  #isAlone(sid: string): boolean {
    const conversation = this.#view.conversation(sid);
    if (!conversation || conversation.entity.state === 'closed' || this.#view.isServed(sid)) return false;
    const { state, leaseUntilMs } = this.#world.recordOf(sid) ?? {};
    if (state === 'parked') return false;
    // Given up with an alert: an operator knows.
    if (state === 'failed') return false;
    return !(Number(leaseUntilMs) > this.#world.clock.now());
  }

  /** The Conversation that a call is about: an earlier one of the customer may be closed while the next begins. */
  #conversationOf(path: string): string | undefined {
    const isAbout = (sid: string): boolean =>
      path.includes(sid) || path.includes(String(this.#world.recordOf(sid)?.channelSid));
    return this.#conversationSids.find(isAbout) ?? this.conversationSid;
  }

  #recordOf(sid: string): string {
    return JSON.stringify(this.#world.recordOf(sid) ?? 'no record');
  }

  #judge({ method, path, body = '' }: TransportRequest, { url, startedAtMs }: ObservedInvocation): void {
    const sid = this.#conversationOf(path);
    if (method !== 'POST' || sid === undefined) return;
    const live = this.#view.liveTasksOf(sid);
    const form = new URLSearchParams(body);
    const isClosing =
      /\/Channels\/UO\w+$|\/Conversations\/CH\w+$/.test(path) &&
      [form.get('Status'), form.get('State')].includes('closed');
    const conversation = this.#view.conversation(sid);
    if (isClosing && conversation?.entity.state !== 'closed') {
      // Whoever leaves as the last has a task themselves.
      const own = url === '/agent/leave' ? 1 : 0;
      // Of an Invite and a departure at the same moment either may be the first.
      const isNewer = ({ createdAtMs }: StoredTask): boolean =>
        url === '/agent/leave' && createdAtMs >= startedAtMs;
      const staying = live.filter((task) => !isTransferredAway(task.entity.sid, live) && !isNewer(task));
      if (staying.length > own) this.#breaks(`${url} closes what has ${live.length} live tasks`);
    }
    const isResuming =
      url === '/webhooks/conversations' || url === '/agent/resume' || url === '/backend/sweep';
    if (isResuming && path.endsWith('/Invites')) {
      const waiting = live.filter(
        (task) => task.entity.assignment_status !== 'assigned' && !isInvitedSince(startedAtMs, task),
      );
      if (waiting.length > 0) this.#breaks(`${url} invites although an Invite is waiting`);
    }
  }

  #breaks(rule: string): void {
    if (!this.broken.includes(rule)) this.broken.push(rule);
  }
}

/** An agent's own Invite, on its way while somebody else looks for one: it may be the later. */
function isInvitedSince(startedAtMs: number, { entity, createdAtMs }: StoredTask): boolean {
  return createdAtMs >= startedAtMs && 'requestKey' in parseObject(entity.attributes);
}

/** Its agent has handed the customer over: somebody has accepted, and they only have to leave. */
function isTransferredAway(taskSid: string, live: readonly StoredTask[]): boolean {
  return live.some(({ entity }) => {
    const { transfer } = parseObject(entity.attributes);
    const { mode, from } = (transfer ?? {}) as { mode?: string; from?: { taskSid?: string } };
    return entity.assignment_status === 'assigned' && mode === 'cold' && from?.taskSid === taskSid;
  });
}
