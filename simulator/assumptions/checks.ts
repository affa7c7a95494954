import type { Twilio } from 'twilio';

/** Where the checks of Interactions may route: a workflow that nobody answers. */
export interface CheckTarget {
  readonly client: Twilio;
  readonly workspaceSid: string;
  readonly workflowSid: string;
}

interface AssumptionCheck {
  /** Its name in `ASSUMPTIONS.md`. */
  readonly assumption: string;
  /** What is observed, in a word. */
  readonly title: string;
  /** Observes, and leaves nothing behind. */
  readonly observe: (target: CheckTarget) => Promise<unknown>;
}

interface RawResponse {
  readonly statusCode: number;
  readonly body: unknown;
}

const POLL_MS = 100;
const GIVEN_UP_MS = 15_000;

/** The checks that need no phone and no second person. */
export const ASSUMPTION_CHECKS: readonly AssumptionCheck[] = [
  {
    assumption: 'conflict-statuses',
    title: 'a Sync Document under a name that is taken',
    observe: ({ client }) =>
      withDocument(client, (uniqueName) =>
        refusalOf(client.sync.v1.services('default').documents.create({ uniqueName })),
      ),
  },
  {
    assumption: 'conflict-statuses',
    title: 'an update with an outdated revision',
    observe: ({ client }) =>
      withDocument(client, (uniqueName) => {
        const document = client.sync.v1.services('default').documents(uniqueName);
        return refusalOf(document.update({ ifMatch: 'outdated', data: {} }));
      }),
  },
  {
    assumption: 'created-is-201',
    title: 'the status of a created Conversation',
    observe: async ({ client }) => {
      const uri = 'https://conversations.twilio.com/v1/Conversations';
      // The SDK's own methods do not tell the status.
      const response = (await client.request({ method: 'post', uri, data: {} })) as RawResponse;
      const { sid } = bodyOf(response.body);
      await client.conversations.v1.conversations(String(sid)).remove();
      return { status: response.statusCode };
    },
  },
  {
    assumption: 'no-end-in-setup',
    title: 'closing a channel at once',
    observe: (target) =>
      withConversation(target.client, async (conversationSid) => {
        const { close } = await createInteraction(target, conversationSid);
        return refusalOf(close());
      }),
  },
  {
    assumption: 'duplicate-is-dropped-later',
    title: 'two Interactions for one Conversation at once',
    observe: (target) =>
      withConversation(target.client, async (conversationSid) => {
        const both = await Promise.all([
          createInteraction(target, conversationSid),
          createInteraction(target, conversationSid),
        ]);
        const channels = await Promise.all(both.map(({ settled }) => settled()));
        await Promise.all(both.map(({ close }) => close().catch(() => undefined)));
        return channels.map(({ status, errorCode }) => ({ status, errorCode })).sort(byStatus);
      }),
  },
  {
    assumption: 'set-up-time',
    title: 'a channel becomes active',
    observe: (target) =>
      withConversation(target.client, async (conversationSid) => {
        const { settled, close } = await createInteraction(target, conversationSid);
        const { status } = await settled();
        await close();
        return { status };
      }),
  },
];

async function createInteraction(
  { client, workspaceSid, workflowSid }: CheckTarget,
  conversationSid: string,
) {
  const created = await client.flexApi.v1.interaction.create({
    channel: {
      type: 'chat',
      initiated_by: 'customer',
      properties: { media_channel_sid: conversationSid },
    },
    routing: {
      properties: { workspace_sid: workspaceSid, workflow_sid: workflowSid, attributes: { check: true } },
    },
  });
  const { sid } = created.channel as { sid: string };
  const channel = client.flexApi.v1.interaction(created.sid).channels(sid);
  return {
    close: () => channel.update({ status: 'closed', routing: { status: 'closed' } }),
    /** The channel once it is no longer being set up. */
    settled: async () => {
      const givenUpAtMs = Date.now() + GIVEN_UP_MS;
      for (;;) {
        const { status, errorCode } = await channel.fetch();
        if (status !== 'setup' || Date.now() > givenUpAtMs) return { status, errorCode };
        await new Promise((resolve) => setTimeout(resolve, POLL_MS));
      }
    },
  };
}

async function withDocument<Result>(client: Twilio, run: (name: string) => Promise<Result>): Promise<Result> {
  const { documents } = client.sync.v1.services('default');
  const { uniqueName, sid } = await documents.create({
    uniqueName: `assumption-check-${Date.now()}`,
    ttl: 600,
  });
  try {
    return await run(uniqueName);
  } finally {
    await documents(sid).remove();
  }
}

async function withConversation<Result>(
  client: Twilio,
  run: (sid: string) => Promise<Result>,
): Promise<Result> {
  const { sid } = await client.conversations.v1.conversations.create({ friendlyName: 'Assumption check' });
  try {
    await client.conversations.v1.conversations(sid).participants.create({ identity: 'assumption-check' });
    return await run(sid);
  } finally {
    await client.conversations.v1.conversations(sid).remove();
  }
}

/** What a request was refused with. */
async function refusalOf(request: Promise<unknown>): Promise<object> {
  try {
    await request;
    return { refused: false };
  } catch (error) {
    const { status, code } = error as { status?: unknown; code?: unknown };
    return { refused: true, status, code };
  }
}

function bodyOf(body: unknown): Record<string, unknown> {
  return (typeof body === 'string' ? JSON.parse(body) : body) as Record<string, unknown>;
}

function byStatus(a: { readonly status: string }, b: { readonly status: string }): number {
  return a.status.localeCompare(b.status);
}
