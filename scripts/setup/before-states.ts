import { createHash } from 'node:crypto';
import type { Twilio } from 'twilio';
import type { DocumentContext } from 'twilio/lib/rest/sync/v1/service/document';
import { CommandError } from '../terminal/command-error';
import type { State } from './resource';
import { toComparable } from './resource';

/** The index: which Document keeps the state of which resource. */
const INDEX_NAME = 'setup-before';

/** What setup was about, for a later run that is not told. */
export interface Place {
  /** Where the hooks lead; absent before the first deploy. */
  readonly deploymentUrl?: string;
  readonly workspaceSid?: string;
}

interface Index {
  readonly documents: Readonly<Record<string, string>>;
  readonly place?: Place;
}

interface Kept {
  readonly before: State;
  /** Of what setup wrote. */
  readonly made: string;
}

/**
 * How things were before setup changed them, kept in Documents of the Sync service that setup makes. Whatever was
 * there before the first change stays, however often setup is run.
 */
export class BeforeStates {
  readonly #client: Twilio;
  readonly #serviceSid: string;
  /** SIDs of Documents by ids of resources, in the order of the changes. */
  readonly #documents: Map<string, string>;
  place: Place;

  private constructor(client: Twilio, serviceSid: string, index: Index | undefined) {
    this.#client = client;
    this.#serviceSid = serviceSid;
    this.#documents = new Map(Object.entries(index?.documents ?? {}));
    this.place = index?.place ?? {};
  }

  static async open(client: Twilio, serviceSid: string): Promise<BeforeStates> {
    const index = await fetchIfThere(client.sync.v1.services(serviceSid).documents(INDEX_NAME));
    return new BeforeStates(client, serviceSid, index as Index | undefined);
  }

  get ids(): string[] {
    return [...this.#documents.keys()];
  }

  /** What a resource was before setup, and whether it is still as setup made it. */
  async recall(id: string, now: State): Promise<{ before: State; isAsMade: boolean } | undefined> {
    const kept = await this.#fetch(id);
    return kept && { before: kept.before, isAsMade: kept.made === digest(now) };
  }

  /** To be called before a change, so that no change is without its way back. */
  async keep(id: string, before: State, made: State): Promise<void> {
    const documents = this.#client.sync.v1.services(this.#serviceSid).documents;
    const sid = this.#documents.get(id);
    const kept = await this.#fetch(id);
    const data: Kept = { before: kept ? kept.before : before, made: digest(made) };
    if (sid !== undefined && kept) {
      await documents(sid).update({ data });
      return;
    }
    const created = await documents.create({ data });
    this.#documents.set(id, created.sid);
    await this.#saveIndex();
  }

  /** To be called after a resource was restored. */
  async forget(id: string): Promise<void> {
    const sid = this.#documents.get(id);
    if (sid === undefined) return;
    this.#documents.delete(id);
    await this.#saveIndex();
    await this.#client.sync.v1.services(this.#serviceSid).documents(sid).remove();
  }

  async #fetch(id: string): Promise<Kept | undefined> {
    const sid = this.#documents.get(id);
    if (sid === undefined) return undefined;
    const data = await fetchIfThere(this.#client.sync.v1.services(this.#serviceSid).documents(sid));
    return data as Kept | undefined;
  }

  async #saveIndex(): Promise<void> {
    const { documents } = this.#client.sync.v1.services(this.#serviceSid);
    if (this.#documents.size === 0) {
      await documents(INDEX_NAME).remove();
      return;
    }
    const data: Index = {
      documents: Object.fromEntries(this.#documents),
      place: this.place,
    };
    // https://www.twilio.com/docs/sync/api/document-resource: 16 KiB
    if (JSON.stringify(data).length > 16_000)
      throw new CommandError('Too many addresses for one setup; take fewer.');
    if ((await fetchIfThere(documents(INDEX_NAME))) === undefined) {
      await documents.create({ uniqueName: INDEX_NAME, data });
    } else {
      await documents(INDEX_NAME).update({ data });
    }
  }
}

async function fetchIfThere(document: DocumentContext): Promise<unknown> {
  try {
    return (await document.fetch()).data as unknown;
  } catch (error) {
    if ((error as { status?: number }).status === 404) return undefined;
    throw error;
  }
}

function digest(state: State): string {
  return createHash('sha256').update(toComparable(state)).digest('base64url');
}
