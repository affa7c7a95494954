import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { ROOT } from '../scripts/build-functions';
import { Agent } from '../simulator/people/agent';
import { Customer } from '../simulator/people/customer';
import type { CloudLayout } from '../test/runtime/cloud-layout';
import { layOutAsCloud } from '../test/runtime/cloud-layout';
import type { ServedTwilio } from '../test/runtime/serve-twilio';
import { serveTwilio } from '../test/runtime/serve-twilio';
import { BUSINESS_NUMBER } from '../test/support/deployment';
import type { InvokeRequest } from './process/instance';

export type Subject = 'ours' | 'naive';
export const SUBJECTS: readonly Subject[] = ['ours', 'naive'];
export const WEBHOOK = '/webhooks/conversations';

type Form = Readonly<Record<string, string>>;

const TABLE = {
  addresses: {
    [BUSINESS_NUMBER]: { inbound: true, outbound: true },
    [`whatsapp:${BUSINESS_NUMBER}`]: { outbound: true },
    'support@example.com': { outbound: true, fromName: 'Support' },
  },
};

/** Both subjects as the cloud would have them, side by side, with an embedded Twilio that both call. */
export class Stage {
  readonly layout: CloudLayout;
  readonly served: ServedTwilio;
  readonly agent: Agent;
  readonly naiveFile: string;
  readonly #events: Form[];
  readonly #assets: Readonly<Record<string, string>>;
  #customers = 0;

  private constructor(
    layout: CloudLayout,
    served: ServedTwilio,
    events: Form[],
    assets: Readonly<Record<string, string>>,
    naiveFile: string,
  ) {
    this.layout = layout;
    this.served = served;
    this.#events = events;
    this.#assets = assets;
    this.naiveFile = naiveFile;
    const [worker] = served.twilio.workspace.workers.values();
    if (!worker) throw new Error('There is no worker');
    this.agent = new Agent(served.twilio, worker);
    this.agent.setActivity('Available');
  }

  static async open(): Promise<Stage> {
    const layout = await layOutAsCloud(TABLE);
    const events: Form[] = [];
    const served = await serveTwilio(({ form }) => {
      if (form) events.push(form);
      return Promise.resolve({ status: 200, body: '{}' });
    });
    served.wire('https://example.com', 'address');
    const assets: Record<string, string> = {};
    for (const [name, file] of Object.entries(layout.privateAssets))
      assets[name] = await readFile(file, 'utf8');
    const naiveFile = path.join(path.dirname(layout.functions[WEBHOOK] ?? ''), 'naive.js');
    await build({
      entryPoints: [path.join(__dirname, 'naive', 'conversations.ts')],
      outfile: naiveFile,
      bundle: true,
      platform: 'node',
      target: 'node20',
      format: 'cjs',
      packages: 'external',
      logLevel: 'warning',
    });
    return new Stage(layout, served, events, assets, naiveFile);
  }

  get sdk(): string {
    return path.join(this.layout.nodeModules, 'twilio');
  }

  /** @param event one that leads to no call needs no redirection, which would load what it does not need */
  request(
    subject: Subject,
    event: object,
    { url = WEBHOOK, callsTwilio = true, times = 1 } = {},
  ): InvokeRequest {
    const [queueSid = ''] = this.served.twilio.workspace.queues.keys();
    return {
      file: subject === 'ours' ? (this.layout.functions[url] ?? '') : this.naiveFile,
      sdk: this.sdk,
      context: { ...this.served.variables, OUTBOUND_QUEUE_SID: queueSid },
      event: { request: { headers: {}, cookies: {} }, ...event },
      assets: this.#assets,
      times,
      ...(callsTwilio ? { redirect: path.join(ROOT, 'simulator', 'redirect.cjs') } : {}),
    };
  }

  /** The webhook of the first message of a customer who has not written before. */
  async firstMessage(): Promise<Form> {
    this.#customers += 1;
    const customer = new Customer(this.served.twilio, `+1202${5_550_000 + this.#customers}`);
    const conversation = await customer.write(BUSINESS_NUMBER, 'Hello');
    await this.served.settle();
    const sid = conversation?.conversation.entity.sid;
    const event = this.#events.find(
      (one) => one.EventType === 'onMessageAdded' && one.ConversationSid === sid,
    );
    if (!event) throw new Error('The message of the customer led to no webhook');
    return event;
  }

  /** REST calls that have reached the embedded Twilio so far. */
  get callCount(): number {
    return this.served.twilio.timeline.entries.filter(({ kind }) => kind === 'rest').length;
  }

  async close(): Promise<void> {
    await this.served.stop();
    await this.layout.remove();
  }
}

/** A later message in the Conversation of a first one: the customer's second. */
export function laterMessage(first: Form): Form {
  return { ...first, Index: '1', MessageSid: `IM${'1'.repeat(32)}` };
}

/** An agent's message in the Conversation of a customer's, as Flex UI writes it. */
export function agentMessage(first: Form): Form {
  return {
    ...first,
    Source: 'SDK',
    ClientIdentity: 'ada_40example_2Ecom',
    Author: 'ada_40example_2Ecom',
    Index: '2',
    MessageSid: `IM${'2'.repeat(32)}`,
    ParticipantSid: `MB${'2'.repeat(32)}`,
  };
}

export async function sizeOf(file: string): Promise<number> {
  return (await stat(file)).size;
}
