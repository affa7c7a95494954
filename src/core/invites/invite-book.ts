import * as v from 'valibot';
import type { Clock } from '../clock';
import { LEASE_MS, outreachRequestSchema } from '../routing-record/routing-record';
import type { InteractionChannelSid } from '../sid';
import type { SyncDocuments } from '../twilio/sync-documents';

const entrySchema = v.object({
  ...outreachRequestSchema.entries,
  /** The worker, queue or workflow that is invited. */
  target: v.string(),
  /** How many Invites of the same request were sent before, and have ended. */
  round: v.optional(v.number()),
  /** Until when one invocation is at it. */
  leaseUntilMs: v.number(),
  /** Which invocation wrote it. */
  writtenBy: v.string(),
  /** The event by which a transfer ended without anybody taking it. */
  ended: v.optional(v.string()),
});

const bookSchema = v.object({ invites: v.array(entrySchema) });

/** One Invite that was asked for. */
export type InviteEntry = v.InferOutput<typeof entrySchema>;

/** The Invites of one Interaction Channel, with the revision that a change is conditional on. */
export interface StoredInvites {
  readonly channelSid: InteractionChannelSid;
  readonly revision: string;
  readonly invites: readonly InviteEntry[];
}

/** Longer than a task may wait for an agent: https://www.twilio.com/docs/taskrouter/api/task */
const TTL_SECONDS = 15 * 86_400;
/** A Document may have 16 KiB, and an entry takes a quarter of one: https://www.twilio.com/docs/sync/api/document-resource */
const MAX_ENTRIES = 40;

/**
 * Who was invited into which channel, so that a double click or a retry makes no second Invite: one Sync Document per
 * Interaction Channel. For the first Invite creating it is the claim; every later one is conditional on the revision.
 *
 * @see https://www.twilio.com/docs/sync/api/document-resource
 */
export class InviteBook {
  readonly #documents: SyncDocuments;
  readonly #clock: Clock;
  readonly #invocationId: string;

  constructor(documents: SyncDocuments, clock: Clock, invocationId: string) {
    this.#documents = documents;
    this.#clock = clock;
    this.#invocationId = invocationId;
  }

  /**
   * Opens the book of a channel with its first Invite.
   *
   * @returns `undefined` if there is one already
   */
  async open(
    channelSid: InteractionChannelSid,
    entry: Omit<InviteEntry, 'writtenBy' | 'leaseUntilMs'>,
  ): Promise<StoredInvites | undefined> {
    const invites = [this.#claim(entry)];
    const created = await this.#documents.create(nameOf(channelSid), { invites }, TTL_SECONDS);
    return typeof created === 'object' ? { channelSid, revision: created.revision, invites } : undefined;
  }

  /** The book of a channel; `undefined` if nobody was invited. */
  async read(channelSid: InteractionChannelSid): Promise<StoredInvites | undefined> {
    const document = await this.#documents.fetch(nameOf(channelSid));
    if (!document) return undefined;
    const parsed = v.safeParse(bookSchema, document.data);
    // Something of that name which we did not write says nothing about Invites.
    return {
      channelSid,
      revision: document.revision,
      invites: parsed.success ? parsed.output.invites : [],
    };
  }

  /** Claims an Invite, in place of an older entry of the same key; `undefined` if somebody changed the book first. */
  claim(
    stored: StoredInvites,
    entry: Omit<InviteEntry, 'writtenBy' | 'leaseUntilMs'>,
  ): Promise<StoredInvites | undefined> {
    const others = stored.invites.filter(({ key }) => key !== entry.key).slice(1 - MAX_ENTRIES);
    return this.#write(stored, [...others, this.#claim(entry)]);
  }

  /** Takes an entry out again whose Invite is known not to have been sent. */
  async withdraw(stored: StoredInvites, key: string): Promise<void> {
    await this.#write(
      stored,
      stored.invites.filter((entry) => entry.key !== key),
    );
  }

  /**
   * Writes down by which event an Invite ended in vain; once is enough.
   *
   * @param taskKey the `requestKey` of its task
   */
  async noteEnd(channelSid: InteractionChannelSid, taskKey: string, event: string): Promise<void> {
    const stored = await this.read(channelSid);
    const isToEnd = (entry: InviteEntry) => taskKeyOf(entry) === taskKey && entry.ended === undefined;
    if (!stored?.invites.some(isToEnd)) return;
    await this.#write(
      stored,
      stored.invites.map((entry) => (isToEnd(entry) ? { ...entry, ended: event } : entry)),
    );
  }

  /** This very invocation wrote it, in a call that was repeated because its answer got lost. */
  isOwn(entry: InviteEntry): boolean {
    return entry.writtenBy === this.#invocationId;
  }

  /** An invocation may be at it. */
  isHeld(entry: InviteEntry): boolean {
    return entry.leaseUntilMs > this.#clock.now();
  }

  #claim(entry: Omit<InviteEntry, 'writtenBy' | 'leaseUntilMs'>): InviteEntry {
    return { ...entry, writtenBy: this.#invocationId, leaseUntilMs: this.#clock.now() + LEASE_MS };
  }

  async #write(
    { channelSid, revision }: StoredInvites,
    invites: readonly InviteEntry[],
  ): Promise<StoredInvites | undefined> {
    const updated = await this.#documents.update(nameOf(channelSid), {
      ifMatch: revision,
      data: { invites },
      ttlSeconds: TTL_SECONDS,
    });
    return updated && { channelSid, revision: updated.revision, invites };
  }
}

/** The `requestKey` of an Invite's task: in each round another, so that no task is taken for one before it. */
export function taskKeyOf({ key, round }: Pick<InviteEntry, 'key' | 'round'>): string {
  return round === undefined ? key : `${key}.${round}`;
}

/** Whether a task, by its `requestKey`, is of a request, in whichever round. */
export function isOfRequest(taskKey: unknown, { key }: Pick<InviteEntry, 'key'>): boolean {
  return typeof taskKey === 'string' && (taskKey === key || taskKey.startsWith(`${key}.`));
}

function nameOf(channelSid: InteractionChannelSid): string {
  return `invites-${channelSid}`;
}
