import { EmbeddedTwilio } from '../../simulator/embedded-twilio';
import { setUpFlexAccount } from '../../simulator/flex-account';
import { ManualClock } from '../../simulator/kernel/clock';
import type { RestAnswer } from '../simulator/rest-caller';
import { callRest } from '../simulator/rest-caller';
import { autoCreate, BUSINESS } from '../simulator/twilio-with-hooks';

/** One operation: what is done, and three numbers that choose to whom. */
export interface RandomOperation {
  readonly name: OperationName;
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

const CUSTOMERS = Array.from({ length: 12 }, (_, index) => `+120255501${10 + index}`);
const CONVERSATIONS = 'https://conversations.twilio.com/v1';
const INTERACTIONS = 'https://flex-api.twilio.com/v1/Interactions';
const PAUSES_MS = [50, 200, 5_000, 130_000, 660_000, 3_600_000, 90_000_000, 16_000_000_000];

/** An account that random operations are done to. */
interface RandomWorld {
  readonly clock: ManualClock;
  readonly twilio: EmbeddedTwilio;
  readonly account: ReturnType<typeof setUpFlexAccount>;
}

export function newRandomWorld(): RandomWorld {
  const clock = new ManualClock();
  const twilio = new EmbeddedTwilio({ clock, seed: 'random' });
  const account = setUpFlexAccount(twilio, ['Ada', 'Grace', 'Joan', 'Mary']);
  for (const agent of account.agents) agent.setActivity('Available');
  autoCreate(twilio);
  return { clock, twilio, account };
}

type Perform = (
  world: RandomWorld,
  pick: { one: Pick; a: number; b: number; c: number },
) => Promise<RestAnswer | undefined>;
type Pick = <Value>(values: Iterable<Value>, by: number) => Value | undefined;

const one: Pick = (values, by) => {
  const all = [...values];
  return all[by % Math.max(1, all.length)];
};

/** The open ones are picked more often: a closed Conversation refuses nearly everything. */
const conversationOf = ({ twilio }: RandomWorld, by: number) => {
  const all = [...twilio.conversations.conversations.values()];
  const open = all.filter(({ entity }) => entity.state !== 'closed');
  return one(by % 8 === 0 || open.length === 0 ? all.slice(-40) : open.slice(-40), by);
};

const interactionOf = ({ twilio }: RandomWorld, by: number) => {
  const all = [...twilio.interactions.interactions.values()];
  const live = all.filter(({ channel }) => !['closed', 'failed'].includes(channel.status));
  return one(by % 8 === 0 || live.length === 0 ? all.slice(-40) : live.slice(-40), by);
};

const routingOf = ({ twilio, account }: RandomWorld, a: number, b: number, needsWorker = false) => {
  const worker = one(twilio.workspace.workers.keys(), b);
  const ways = [
    { queue_sid: account.everyone.sid, ...(worker === undefined ? {} : { worker_sid: worker }) },
    { workflow_sid: account.assignToAnyone.sid },
    { queue_sid: account.support.sid },
    { workflow_sid: account.transfer.sid },
  ];
  return {
    properties: {
      workspace_sid: twilio.workspace.entity.sid,
      task_channel_unique_name: b % 2 === 0 ? 'sms' : 'chat',
      attributes: { customerName: 'Ella', transferTargetType: 'worker', transferTargetSid: worker },
      ...(a % 3 === 0 ? { timeout: 60 } : {}),
      ...ways[needsWorker ? 0 : a % ways.length],
    },
  };
};

const PERFORM = {
  receive: async ({ twilio }, { a, b }) => {
    const from = CUSTOMERS[a % CUSTOMERS.length] ?? '';
    const others =
      b % 10 === 0 ? { others: [CUSTOMERS[b % CUSTOMERS.length] ?? ''].filter((x) => x !== from) } : {};
    await twilio.inbound.receive({ from, to: BUSINESS, body: b % 9 === 0 ? 'STOP' : 'Hello', ...others });
    return undefined;
  },
  wait: async ({ clock }, { a }) => {
    await clock.advance(PAUSES_MS[a % PAUSES_MS.length] ?? 0);
    return undefined;
  },
  createConversation: ({ twilio }, { a, b }) =>
    callRest(twilio, `POST ${CONVERSATIONS}/Conversations`, {
      form: {
        ...(a % 3 === 0 ? { 'Timers.Inactive': 'PT5M', 'Timers.Closed': 'PT15M' } : {}),
        ...(b % 4 === 0 ? { UniqueName: `name-${b % 20}` } : {}),
      },
    }),
  createWithParticipants: ({ twilio }, { a, b }) =>
    callRest(twilio, `POST ${CONVERSATIONS}/ConversationWithParticipants`, {
      form: {
        Participant: [a, b].map((by) =>
          JSON.stringify({
            messaging_binding: { address: CUSTOMERS[by % CUSTOMERS.length], proxy_address: BUSINESS },
          }),
        ),
      },
    }),
  updateConversation: async (world, { a, b }) => {
    const found = conversationOf(world, a);
    const State = ['active', 'inactive', 'closed'][b % 3];
    return found && callRest(world.twilio, `POST ${found.entity.url}`, { form: { State } });
  },
  deleteConversation: async (world, { a, b }) => {
    const found = conversationOf(world, a);
    return found && b % 4 === 0 ? callRest(world.twilio, `DELETE ${found.entity.url}`) : undefined;
  },
  addParticipant: async (world, { a, b, c }) => {
    const found = conversationOf(world, a);
    const form =
      c % 4 === 0
        ? { Identity: `person-${b % 5}` }
        : {
            'MessagingBinding.Address': CUSTOMERS[b % CUSTOMERS.length],
            'MessagingBinding.ProxyAddress': c % 4 === 1 ? '+14155550122' : BUSINESS,
          };
    return found && callRest(world.twilio, `POST ${found.entity.url}/Participants`, { form });
  },
  removeParticipant: async (world, { a, b }) => {
    const found = one(conversationOf(world, a)?.participants.values() ?? [], b);
    return found && callRest(world.twilio, `DELETE ${found.url}`);
  },
  addMessage: async (world, { a, b }) => {
    const found = conversationOf(world, a);
    const author = found && one(found.participants.values(), b);
    return (
      found &&
      callRest(world.twilio, `POST ${found.entity.url}/Messages`, {
        form: { Body: 'Hello', Author: author?.identity ?? author?.messaging_binding?.address ?? 'system' },
      })
    );
  },
  removeMessage: async (world, { a, b }) => {
    const found = one(conversationOf(world, a)?.messages ?? [], b);
    return found && callRest(world.twilio, `DELETE ${found.url}`);
  },
  addWebhook: async (world, { a, b }) => {
    const found = conversationOf(world, a);
    return (
      found &&
      callRest(world.twilio, `POST ${found.entity.url}/Webhooks`, {
        form: {
          Target: 'webhook',
          'Configuration.Url': 'https://example.com/hook',
          'Configuration.Filters': ['onMessageAdded'],
          ...(b % 2 === 0 ? { 'Configuration.ReplayAfter': '0' } : {}),
        },
      })
    );
  },
  createInteraction: async (world, { a, b, c }) => {
    const found = conversationOf(world, a);
    const initiatedBy = ['customer', 'customer', 'agent', 'api'][c % 4] ?? 'customer';
    const outbound = {
      participants: [{ address: CUSTOMERS[a % CUSTOMERS.length], proxy_address: BUSINESS }],
    };
    const inbound = { properties: { media_channel_sid: found?.entity.sid } };
    return callRest(world.twilio, `POST ${INTERACTIONS}`, {
      form: {
        Channel: {
          type: 'sms',
          initiated_by: initiatedBy,
          ...(initiatedBy === 'customer' || b % 2 === 0 ? inbound : outbound),
        },
        Routing: routingOf(world, b, c, initiatedBy === 'agent'),
      },
    });
  },
  invite: async (world, { a, b, c }) => {
    const found = interactionOf(world, a);
    return (
      found &&
      callRest(world.twilio, `POST ${found.channel.url}/Invites`, {
        form: { Routing: routingOf(world, b, c) },
      })
    );
  },
  updateChannel: async (world, { a, b }) => {
    const found = interactionOf(world, a);
    const forms = [
      { Status: 'closed' },
      { Status: 'closed', Routing: { status: 'closed' } },
      { Status: 'inactive', Routing: { status: 'closed' } },
    ];
    return found && callRest(world.twilio, `POST ${found.channel.url}`, { form: forms[b % 3] ?? {} });
  },
  updateChannelParticipant: async (world, { a, b, c }) => {
    const found = one(interactionOf(world, a)?.participants ?? [], b);
    const Status = c % 2 === 0 ? 'closed' : 'wrapup';
    return found && callRest(world.twilio, `POST ${found.entity.url}`, { form: { Status } });
  },
  addChannelParticipant: async (world, { a, b }) => {
    const found = interactionOf(world, a);
    const MediaProperties =
      b % 2 === 0
        ? { identity: `expert-${b % 3}` }
        : { address: CUSTOMERS[b % CUSTOMERS.length], proxy_address: BUSINESS, type: 'sms' };
    return (
      found &&
      callRest(world.twilio, `POST ${found.channel.url}/Participants`, {
        form: { Type: 'external', MediaProperties },
      })
    );
  },
  updateReservation: async ({ twilio }, { a, b }) => {
    const all = [...twilio.workspace.reservations.values()];
    const pending = all.filter(({ reservation_status: status }) => status === 'pending');
    const found = one(a % 5 === 0 || pending.length === 0 ? all : pending, a);
    const ReservationStatus = ['accepted', 'accepted', 'accepted', 'rejected', 'wrapping', 'completed'][
      b % 6
    ];
    return found && callRest(twilio, `POST ${found.url}`, { form: { ReservationStatus } });
  },
  completeByAgent: async ({ account }, { a }) => {
    const agent = one(account.agents, a);
    const held = agent?.reservations.find(({ reservation_status: status }) => status !== 'pending');
    if (held) agent?.complete(held);
    return Promise.resolve(undefined);
  },
  createTask: ({ twilio, account }, { a }) =>
    callRest(twilio, `POST ${twilio.workspace.entity.url}/Tasks`, {
      form: { WorkflowSid: account.assignToAnyone.sid, Timeout: 30 + (a % 600) },
    }),
  updateTask: async ({ twilio }, { a, b }) => {
    const found = one(twilio.workspace.tasks.values(), a);
    const AssignmentStatus = ['canceled', 'completed', 'wrapping'][b % 3];
    return found && callRest(twilio, `POST ${found.entity.url}`, { form: { AssignmentStatus } });
  },
  deleteTask: async ({ twilio }, { a, b }) => {
    const found = one(twilio.workspace.tasks.values(), a);
    return found && b % 4 === 0 ? callRest(twilio, `DELETE ${found.entity.url}`) : undefined;
  },
  updateWorker: async ({ twilio }, { a, b }) => {
    const found = one(twilio.workspace.workers.values(), a);
    const ActivitySid = one(twilio.workspace.activities.keys(), b);
    return found && callRest(twilio, `POST ${found.entity.url}`, { form: { ActivitySid } });
  },
  replaceWorker: async ({ twilio, account }, { a }) => {
    const staying = account.agents.slice(0, 2).map(({ sid }) => sid);
    const found = one(
      [...twilio.workspace.workers.values()].filter(({ entity }) => !staying.includes(entity.sid)),
      a,
    );
    if (found && a % 2 === 0) return callRest(twilio, `DELETE ${found.entity.url}`);
    return callRest(twilio, `POST ${twilio.workspace.entity.url}/Workers`, {
      form: { FriendlyName: `Worker ${a}`, Attributes: { team: 'sales', contact_uri: `client:worker_${a}` } },
    });
  },
} as const satisfies Readonly<Record<string, Perform>>;

type OperationName = keyof typeof PERFORM;

export const OPERATION_NAMES = Object.keys(PERFORM) as OperationName[];

/** Does one operation; the answer if it was a REST call. */
export function perform(
  world: RandomWorld,
  { name, a, b, c }: RandomOperation,
): Promise<RestAnswer | undefined> {
  const run: Perform = PERFORM[name];
  return run(world, { one, a, b, c });
}
