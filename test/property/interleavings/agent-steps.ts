import fc from 'fast-check';
import type { Expectations } from './expectations';
import { agentOf, CUSTOMERS, step } from './step';

const anyAgent = fc.nat(1);

function reservationOf({ world }: Expectations, index: number, status: string) {
  return agentOf(world, index).reservations.find((one) => one.reservation_status === status);
}

function has(status: string) {
  return (expectations: Expectations, who: number): boolean =>
    reservationOf(expectations, who, status) !== undefined;
}

/** The agent's part in an Interaction that they have accepted and not left. */
function participationOf(expectations: Expectations, who: number) {
  const reservation = reservationOf(expectations, who, 'accepted');
  const interaction = reservation && agentOf(expectations.world, who).interactionOf(reservation);
  const participant = interaction?.participants.find(
    ({ entity, hasLeft }) => !hasLeft && entity.routing_properties?.reservation_sid === reservation?.sid,
  );
  return interaction && participant && { interaction, participant };
}

/** The open Conversation that an agent has joined. */
function conversationOf(expectations: Expectations, who: number): string | undefined {
  const conversation = participationOf(expectations, who)?.interaction.conversation;
  const { identity } = agentOf(expectations.world, who);
  const isIn = [...(conversation?.participants.values() ?? [])].some((one) => one.identity === identity);
  return isIn && conversation?.entity.state !== 'closed' ? conversation?.entity.sid : undefined;
}

/** What agents do in Flex. */
export const AGENT_STEPS = [
  step({
    name: 'an agent goes',
    weight: 3,
    input: fc.tuple(anyAgent, fc.constantFrom('Available', 'Break')),
    act: ({ world }, [who, activity]) => {
      agentOf(world, who).setActivity(activity);
    },
  }),
  step({
    name: 'an agent accepts',
    weight: 4,
    input: anyAgent,
    isPossible: has('pending'),
    act: ({ world }, who) => {
      agentOf(world, who).accept();
    },
  }),
  step({
    name: 'an agent rejects',
    weight: 2,
    input: anyAgent,
    isPossible: has('pending'),
    act: ({ world }, who) => {
      agentOf(world, who).reject();
    },
  }),
  step({
    name: 'an agent answers',
    weight: 2,
    input: anyAgent,
    isPossible: (expectations, who) => conversationOf(expectations, who) !== undefined,
    act: (expectations, who) => {
      agentOf(expectations.world, who).write(conversationOf(expectations, who) ?? '', 'Good morning');
    },
  }),
  step({
    name: 'an agent completes',
    weight: 2,
    input: anyAgent,
    isPossible: has('accepted'),
    act: ({ world }, who) => {
      agentOf(world, who).complete();
    },
  }),
  step({
    name: 'an agent leaves',
    weight: 2,
    input: anyAgent,
    // Only an Interaction webhook tells of it, or the sweep finds it.
    isPossible: (expectations, who) =>
      expectations.surroundings.nets !== 'Event Streams' && participationOf(expectations, who) !== undefined,
    act: (expectations, who) => {
      const { interaction, participant } = participationOf(expectations, who) ?? {};
      const { participants } = expectations.world.twilio.interactions;
      if (interaction && participant) participants.update(interaction, participant, 'closed');
    },
  }),
  step({
    name: 'an agent begins an outbound Interaction in Flex UI',
    weight: 1,
    input: fc.tuple(anyAgent, fc.constantFrom(0, 2)),
    act: (expectations, [who, customer]) => {
      const { twilio, account } = expectations.world;
      const { from: address, to: proxyAddress } = CUSTOMERS[customer];
      const interaction = twilio.interactions.create(
        { type: 'sms', initiated_by: 'agent', participants: [{ address, proxy_address: proxyAddress }] },
        {
          workspace_sid: twilio.workspace.entity.sid,
          workflow_sid: account.assignToAnyone.sid,
          queue_sid: account.everyone.sid,
          worker_sid: agentOf(expectations.world, who).sid,
          task_channel_unique_name: 'sms',
        },
        {},
      );
      expectations.noteConversation(interaction.conversation?.entity.sid ?? '', 'outbound');
      expectations.noteOthersInteraction(interaction, false);
    },
  }),
] as const;
