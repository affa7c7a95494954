import type { StoredConversation } from '../../simulator/conversations/conversation-store';
import type { EmbeddedTwilio } from '../../simulator/embedded-twilio';
import { parseObject } from '../../simulator/kernel/parse-object';

/** What may not be in an embedded Twilio, whatever was done to it; each problem names its resources. */
export function inconsistenciesOf(twilio: EmbeddedTwilio): string[] {
  return [
    ...tasksWithoutInteraction(twilio),
    ...sharedPairs(twilio),
    ...danglingReservations(twilio),
    ...statusesWithoutReservation(twilio),
    ...sharedConversations(twilio),
    ...liveTasksOfEndedChannels(twilio),
    ...strangersInIndex(twilio),
  ];
}

const LIVE = ['pending', 'reserved', 'assigned'];
const OPEN = { pending: 'reserved', accepted: 'assigned', wrapping: 'wrapping' } as const;

function tasksWithoutInteraction({ workspace, interactions }: EmbeddedTwilio): string[] {
  return [...workspace.tasks.values()].flatMap((task) => {
    const { flexInteractionSid: sid } = parseObject(task.entity.attributes);
    if (typeof sid !== 'string') return [];
    const interaction = interactions.interactions.get(sid);
    return interaction?.tasks.has(task) === true ? [] : [`${task.entity.sid} has no Interaction`];
  });
}

function openConversations({ conversations }: EmbeddedTwilio): StoredConversation[] {
  return [...conversations.conversations.values()].filter(({ entity }) => entity.state !== 'closed');
}

function sharedPairs(twilio: EmbeddedTwilio): string[] {
  const holders = new Map<string, string>();
  const problems: string[] = [];
  for (const { entity, participants } of openConversations(twilio)) {
    for (const { messaging_binding: binding } of participants.values()) {
      if (binding?.address === undefined || binding.proxy_address === undefined) continue;
      const pair = `${binding.address} ${binding.proxy_address}`;
      const other = holders.get(pair);
      if (other !== undefined) problems.push(`${other} and ${entity.sid} both have ${pair}`);
      holders.set(pair, entity.sid);
    }
  }
  return problems;
}

/** A Conversation is found by each pair of its own, and by no other. */
function strangersInIndex(twilio: EmbeddedTwilio): string[] {
  return openConversations(twilio).flatMap((conversation) =>
    [...conversation.participants.values()].flatMap(({ messaging_binding: binding }) => {
      if (binding?.address === undefined || binding.proxy_address === undefined) return [];
      const found = twilio.conversations.findByBinding(binding.address, binding.proxy_address);
      return found === conversation ? [] : [`${conversation.entity.sid} is not found by its pair`];
    }),
  );
}

function danglingReservations({ workspace }: EmbeddedTwilio): string[] {
  return [...workspace.reservations.values()].flatMap((one) => {
    if (!workspace.tasks.has(one.task_sid)) return [`${one.sid} has no task`];
    const isOpen = one.reservation_status in OPEN;
    return isOpen && !workspace.workers.has(one.worker_sid) ? [`${one.sid} is open and has no worker`] : [];
  });
}

function statusesWithoutReservation({ workspace }: EmbeddedTwilio): string[] {
  return [...workspace.tasks.values()].flatMap(({ entity }) => {
    const open = [...workspace.reservations.values()].filter(
      (one) => one.task_sid === entity.sid && one.reservation_status in OPEN,
    );
    const expected = ['reserved', 'assigned', 'wrapping'].includes(entity.assignment_status) ? 1 : 0;
    if (open.length !== expected) {
      return [`${entity.sid} is ${entity.assignment_status} with ${open.length} open reservations`];
    }
    const [only] = open;
    const status = only && OPEN[only.reservation_status as keyof typeof OPEN];
    return only === undefined || status === entity.assignment_status
      ? []
      : [`${entity.sid} is ${entity.assignment_status}, its reservation ${only.reservation_status}`];
  });
}

function sharedConversations({ interactions }: EmbeddedTwilio): string[] {
  const holders = new Map<StoredConversation, string>();
  const problems: string[] = [];
  for (const { entity, channel, conversation } of interactions.interactions.values()) {
    if (!conversation || ['setup', 'closed', 'failed'].includes(channel.status)) continue;
    const other = holders.get(conversation);
    if (other !== undefined) problems.push(`${other} and ${entity.sid} share a Conversation`);
    holders.set(conversation, entity.sid);
  }
  return problems;
}

function liveTasksOfEndedChannels({ interactions, workspace }: EmbeddedTwilio): string[] {
  return [...interactions.interactions.values()].flatMap(({ channel, tasks }) =>
    ['closed', 'failed'].includes(channel.status)
      ? [...tasks].flatMap(({ entity }) =>
          workspace.tasks.has(entity.sid) && LIVE.includes(entity.assignment_status)
            ? [`${entity.sid} is live, its channel ${channel.status}`]
            : [],
        )
      : [],
  );
}
