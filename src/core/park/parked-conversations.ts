import * as v from 'valibot';
import type { ConversationSid } from '../sid';
import { sidSchema } from '../sid';
import type { SyncDocuments } from '../twilio/sync-documents';

const parkedSchema = v.object({
  conversationSid: sidSchema('CH'),
  interactionSid: sidSchema('KD'),
  channelSid: sidSchema('UO'),
  /** Who parked it. */
  workerSid: sidSchema('WK'),
  parkedAtMs: v.number(),
  workflowSid: v.optional(sidSchema('WW')),
  queueSid: v.optional(sidSchema('WQ')),
  taskChannel: v.string(),
  priority: v.number(),
  /** Of the task that the parker had; Twilio deletes it five minutes after its completion. */
  attributes: v.record(v.string(), v.unknown()),
});

/** What a parked Conversation needs to come back to an agent: the one place where we keep a customer's data. */
export type ParkedConversation = v.InferOutput<typeof parkedSchema>;

interface ParkedPage {
  readonly parked: readonly ParkedConversation[];
  /** Absent on the last page. */
  readonly nextToken: string | undefined;
}

const PREFIX = 'parked-';
/** As long as an Interaction Channel may live: https://www.twilio.com/docs/flex/developer/conversations/park-an-interaction */
const TTL_SECONDS = 180 * 86_400;
const PAGE_SIZE = 100;

/** One Sync Document for each parked Conversation. */
export class ParkedConversations {
  readonly #documents: SyncDocuments;

  constructor(documents: SyncDocuments) {
    this.#documents = documents;
  }

  /** Saves it; what an earlier park may have left is replaced. */
  async save(parked: ParkedConversation): Promise<void> {
    const name = nameOf(parked.conversationSid);
    if (typeof (await this.#documents.create(name, parked, TTL_SECONDS)) === 'object') return;
    const { revision } = (await this.#documents.fetch(name)) ?? {};
    if (revision === undefined) return this.save(parked);
    const change = { ifMatch: revision, data: parked, ttlSeconds: TTL_SECONDS };
    if (!(await this.#documents.update(name, change))) await this.save(parked);
  }

  async fetch(conversationSid: ConversationSid): Promise<ParkedConversation | undefined> {
    const document = await this.#documents.fetch(nameOf(conversationSid));
    return parse(document?.data);
  }

  /** Deletes what was kept of the customer. */
  remove(conversationSid: ConversationSid): Promise<void> {
    return this.#documents.remove(nameOf(conversationSid));
  }

  /** One page of all Documents of the service, of which only the parked Conversations count: it may have none. */
  async list(token: string | undefined): Promise<ParkedPage> {
    const { documents, nextToken } = await this.#documents.list(PAGE_SIZE, token);
    const parked = documents
      .filter(({ uniqueName }) => typeof uniqueName === 'string' && uniqueName.startsWith(PREFIX))
      .map(({ data }) => parse(data))
      .filter((one) => one !== undefined);
    return { parked, nextToken };
  }
}

function nameOf(conversationSid: ConversationSid): string {
  return `${PREFIX}${conversationSid}`;
}

function parse(data: unknown): ParkedConversation | undefined {
  const result = v.safeParse(parkedSchema, data);
  return result.success ? result.output : undefined;
}
