import type { StoredInteraction } from '../../../simulator/flex/entities';
import type { TransportRequest } from '../../../src/core/twilio/transport';
import type { ObservedInvocation, StormyDeployment, Surroundings } from './stormy-deployment';
import { TwilioView } from './twilio-view';

/**
 * Whose a Conversation is: a customer's of ours, a bot's, one that an agent began in Flex UI, or one of an address
 * that only its webhook points at us, so that the nets know nothing of it.
 */
export type Belonging = 'ours' | 'bot' | 'outbound' | 'pointed at us';

/** Twilio waits this long for an answer. */
const ANSWER_WITHIN_MS: Readonly<Record<string, number>> = {
  '/webhooks/conversations': 5_000,
  '/webhooks/event-streams': 5_000,
};
const ANSWER_WITHIN_AT_MOST_MS = 10_000;

/** An invocation that looked before somebody else made a task knows nothing of it, as long as it lives. */
const LIFE_OF_AN_INVOCATION_MS = 15_000;

interface Write {
  readonly kind: 'interaction' | 'invite' | 'closing' | 'message' | 'record';
  readonly conversationSid: string;
}

/**
 * What must hold, whatever happens. It knows the product by its answers and by what it asks of Twilio, and shares
 * no code with it: every rule is stated anew, in terms of what people in a contact centre would notice.
 */
export class Expectations {
  readonly view: TwilioView;
  readonly surroundings: Surroundings;
  readonly broken: string[] = [];
  readonly world: StormyDeployment;
  readonly steps: string[] = [];
  readonly #belongings = new Map<string, Belonging>();
  /** When somebody other than the product made a task, by its SID. */
  readonly #madeByOthers = new Map<string, number>();
  readonly #joinedByOthers = new Set<string>();
  /** Conversations for which somebody other than this product's invocations made an Interaction. */
  readonly #withDuplicates = new Set<string>();
  readonly #told = new Set<string>();
  readonly #closedByTimer = new Set<string>();

  constructor(world: StormyDeployment, surroundings: Surroundings) {
    this.world = world;
    this.surroundings = surroundings;
    this.view = new TwilioView(world.twilio);
    world.onRequest = (request, invocation) => {
      this.#judgeRequest(request, invocation);
    };
    world.twilio.timeline.listen(({ title }) => {
      if (title === 'POST /v1/Interactions') this.#judgeInteractions();
    });
  }

  get conversationSids(): string[] {
    return [...this.#belongings.keys()];
  }

  belongsTo(conversationSid: string): Belonging | undefined {
    return this.#belongings.get(conversationSid);
  }

  noteConversation(conversationSid: string, belonging: Belonging): void {
    if (!this.#belongings.has(conversationSid)) this.#belongings.set(conversationSid, belonging);
  }

  /** Somebody made an Interaction without us: another handler, Flex UI, or a request of ours that was long under way. */
  noteOthersInteraction(interaction: StoredInteraction, isOurs: boolean): void {
    for (const { entity } of interaction.tasks) {
      this.#madeByOthers.set(entity.sid, this.world.clock.now());
    }
    const conversationSid = interaction.conversation?.entity.sid;
    if (conversationSid === undefined) return;
    this.#withDuplicates.add(conversationSid);
    if (!isOurs) this.#joinedByOthers.add(conversationSid);
  }

  noteClosedByTimer(conversationSid: string): void {
    this.#closedByTimer.add(conversationSid);
  }

  /** What must hold at any moment. */
  judgeMoment(): void {
    this.#judgeInteractions();
    for (const invocation of this.world.invocations) this.#judgeAnswers(invocation);
  }

  /** Of two that others made Twilio drops the later when it sets it up; of ours there never are two. */
  #judgeInteractions(): void {
    for (const sid of this.conversationSids) {
      const live = this.view.liveInteractionsOf(sid).length;
      const isTolerated = this.#withDuplicates.has(sid) && this.view.isBeingSetUp(sid);
      if (live > 1 && !isTolerated) this.#breaks(`${live} live Interactions`, sid);
    }
  }

  /** What must hold when the weather has been fair for a while and the nets have been out. */
  judgeEnd(): void {
    this.judgeMoment();
    for (const sid of this.conversationSids) {
      const state = this.view.conversation(sid)?.entity.state ?? 'closed';
      if (this.#belongings.get(sid) !== 'ours' || this.#joinedByOthers.has(sid)) continue;
      if (state === 'closed') {
        const isHeard = this.surroundings.nets !== 'sweep';
        if (this.#closedByTimer.has(sid) && isHeard && this.view.liveTasksOf(sid).length > 0)
          this.#breaks('an agent is left with a Conversation that a timer has closed', sid);
        continue;
      }
      if (this.#isWaiting(sid) && !this.view.isServed(sid) && !this.#isGivenUp(sid))
        this.#breaks('a customer waits for nobody', sid);
    }
  }

  #isWaiting(conversationSid: string): boolean {
    const conversation = this.view.conversation(conversationSid);
    const last = conversation?.messages.at(-1);
    const author = conversation?.participants.get(last?.participant_sid ?? '');
    if (!last || !author) return false;
    const hasOptedOut = author.messaging_binding?.type === 'sms' && last.body === 'STOP';
    const isAgent = author.identity !== null && !author.identity.startsWith('visitor');
    return !isAgent && !hasOptedOut;
  }

  /** Its record says so, and an operator was told. */
  #isGivenUp(conversationSid: string): boolean {
    const isAlerted = this.world.logs.some(
      ({ level, outcome, failed, conversationSid: about }) =>
        level === 'error' && ((outcome === 'failed' && about === conversationSid) || Number(failed) > 0),
    );
    return isAlerted && this.world.recordOf(conversationSid)?.state === 'failed';
  }

  #judgeRequest(request: TransportRequest, invocation: ObservedInvocation): void {
    const write = this.#readWrite(request);
    if (!write) return;
    const { kind, conversationSid } = write;
    const state = this.view.conversation(conversationSid)?.entity.state ?? 'closed';
    if (this.#belongings.get(conversationSid) === 'bot') {
      this.#breaks(`${kind} for a bot's Conversation`, conversationSid);
    }
    const known = this.view.liveTasksOf(conversationSid).filter(({ entity }) => {
      const madeAtMs = this.#madeByOthers.get(entity.sid) ?? -Infinity;
      return this.world.clock.now() - madeAtMs > LIFE_OF_AN_INVOCATION_MS;
    });
    if (kind === 'interaction' || kind === 'invite') {
      const isBlind = isOpening(invocation) && this.#joinedByOthers.has(conversationSid);
      if (known.length > 0 && !isBlind) this.#breaks(`${kind} beside a live task`, conversationSid);
    }
    if (kind === 'closing' && state !== 'closed' && known.length > 0) {
      this.#breaks('closing of a Conversation that somebody serves', conversationSid);
    }
    if (kind === 'message') {
      if (this.#told.has(conversationSid)) this.#breaks('the customer is told twice', conversationSid);
      this.#told.add(conversationSid);
    }
  }

  #readWrite({ method, host, path, body = '' }: TransportRequest): Write | undefined {
    if (method !== 'POST') return undefined;
    const form = new URLSearchParams(body);
    const interactionSid = /\/Interactions\/(KD\w+)/.exec(path)?.[1] ?? '';
    const byInteraction = this.world.twilio.interactions.interactions.get(interactionSid);
    const conversationSid =
      byInteraction?.conversation?.entity.sid ??
      /CH[0-9a-f]{32}/.exec(`${path} ${form.get('Channel') ?? ''} ${form.get('UniqueName') ?? ''}`)?.[0];
    if (conversationSid === undefined) return undefined;
    const kind = (): Write['kind'] | undefined => {
      if (host === 'sync.twilio.com') return 'record';
      if (path.endsWith('/Interactions')) return 'interaction';
      if (path.endsWith('/Invites')) return 'invite';
      if (path.endsWith('/Messages')) return 'message';
      if (form.get('Status') === 'closed' || form.get('State') === 'closed') return 'closing';
      return undefined;
    };
    const found = kind();
    return found && { kind: found, conversationSid };
  }

  #judgeAnswers({ url, startedAtMs, answers, isStruck, isKilled }: ObservedInvocation): void {
    const limitMs = ANSWER_WITHIN_MS[url] ?? ANSWER_WITHIN_AT_MOST_MS;
    const now = this.world.clock.now();
    const [answer, ...more] = answers;
    if (more.length > 0) this.#breaks(`${url} answered ${answers.length} times`);
    if (!answer) {
      if (!isKilled() && now - startedAtMs > limitMs) this.#breaks(`${url} gave no answer`);
      return;
    }
    if (answer.atMs - startedAtMs > limitMs)
      this.#breaks(`${url} answered after ${answer.atMs - startedAtMs} ms`);
    const good = url === '/webhooks/taskrouter' ? 204 : 200;
    const mayAskAgain = isStruck() || url === '/webhooks/event-streams';
    if (answer.status !== good && !(answer.status === 503 && mayAskAgain)) {
      this.#breaks(`${url} answered ${answer.status}`);
    }
  }

  #breaks(rule: string, conversationSid?: string): void {
    const text = conversationSid === undefined ? rule : `${rule} (${conversationSid})`;
    if (!this.broken.includes(text)) this.broken.push(text);
  }
}

/** The event proves by itself that the Conversation has just begun. */
function isOpening({ event }: ObservedInvocation): boolean {
  return event.EventType === 'onConversationAdded' || event.Index === '0';
}
