import fc from 'fast-check';
import type { StoredTask } from '../../../simulator/taskrouter/workspace';
import type { Expectations } from './expectations';
import { openConversation, step } from './step';

const anyConversation = fc.nat(3);

function waitingTask(expectations: Expectations, which: number): StoredTask | undefined {
  const conversation = openConversation(expectations, which);
  const tasks = conversation ? expectations.view.liveTasksOf(conversation.entity.sid) : [];
  return tasks.find(({ entity }) => entity.assignment_status !== 'assigned');
}

/** The Interaction of a Conversation that Twilio may still fail to set up. */
function unsettledInteraction(expectations: Expectations, which: number) {
  const conversation = openConversation(expectations, which);
  const interaction = conversation && expectations.view.liveInteractionsOf(conversation.entity.sid)[0];
  const isUnsettled =
    interaction?.channel.status === 'setup' || waitingTask(expectations, which) !== undefined;
  return isUnsettled ? interaction : undefined;
}

/** A request of ours can only be under way for a Conversation that we have put on record before. */
function mayBeUnderWay({ world }: Expectations, conversationSid: string): boolean {
  const state = world.recordOf(conversationSid)?.state;
  return state === 'claimed' || state === 'resuming' || state === 'routed';
}

/** What other software does, and Twilio itself. */
export const PLATFORM_STEPS = [
  step({
    name: 'a duplicate appears',
    weight: 2,
    input: fc.record({ of: anyConversation, isOurs: fc.boolean() }),
    isPossible: (expectations, { of, isOurs }) => {
      const sid = openConversation(expectations, of)?.entity.sid;
      return sid !== undefined && (!isOurs || mayBeUnderWay(expectations, sid));
    },
    act: (expectations, { of, isOurs }) => {
      const { twilio, account } = expectations.world;
      const sid = openConversation(expectations, of)?.entity.sid ?? '';
      const ours = { routedBy: 'flex-conversations-functions', customerAddress: '+12025550101' };
      const interaction = twilio.interactions.create(
        { type: 'sms', initiated_by: 'customer', properties: { media_channel_sid: sid } },
        {
          workspace_sid: twilio.workspace.entity.sid,
          workflow_sid: account.assignToAnyone.sid,
          task_channel_unique_name: 'sms',
          attributes: isOurs ? ours : {},
        },
        {},
      );
      expectations.noteOthersInteraction(interaction, isOurs);
    },
  }),
  step({
    name: 'a Conversation is closed by',
    weight: 2,
    input: fc.record({ which: anyConversation, by: fc.constantFrom('TIMER' as const, 'API' as const) }),
    isPossible: (expectations, { which }) => openConversation(expectations, which) !== undefined,
    act: (expectations, { which, by }) => {
      const conversation = openConversation(expectations, which);
      if (!conversation) return;
      if (by === 'TIMER') expectations.noteClosedByTimer(conversation.entity.sid);
      const origin = { source: 'API', webhookEnabled: true } as const;
      expectations.world.twilio.conversationActions.setState(conversation, 'closed', by, origin);
    },
  }),
  step({
    name: 'a supervisor cancels a task of',
    weight: 1,
    input: anyConversation,
    isPossible: (expectations, which) => waitingTask(expectations, which) !== undefined,
    act: (expectations, which) => {
      const { router, workspace } = expectations.world.twilio;
      const task = waitingTask(expectations, which);
      if (task) router.cancelTask(workspace, task, 'Canceled by a supervisor');
    },
  }),
  step({
    name: 'a channel cannot be set up',
    weight: 1,
    input: anyConversation,
    isPossible: (expectations, which) => unsettledInteraction(expectations, which) !== undefined,
    act: (expectations, which) => {
      const interaction = unsettledInteraction(expectations, which);
      if (!interaction) return;
      const { interactions, interactionWebhooks, router, workspace } = expectations.world.twilio;
      interaction.channel.status = 'failed';
      interaction.channel.error_code = 45356;
      interactions.store.unmapConversation(interaction);
      interactionWebhooks.tell('onChannelCreateFailed', interaction);
      for (const task of interaction.tasks) {
        if (!expectations.view.isLive(task)) continue;
        if (task.entity.assignment_status === 'assigned') router.complete(workspace, task, null);
        else router.cancelTask(workspace, task, 'failed');
      }
    },
  }),
  step({
    name: 'Twilio refuses the next Interaction',
    weight: 1,
    input: fc.constant(undefined),
    act: ({ world }) => {
      world.twilio.faults.add({
        operation: 'CreateInteraction',
        kind: 'status',
        status: 400,
        code: 45004,
        times: 1,
      });
    },
  }),
  step({
    name: 'the sweep runs',
    weight: 2,
    input: fc.constant(undefined),
    isPossible: ({ surroundings }) => surroundings.nets !== 'Event Streams',
    act: ({ world }) => void world.callBackend('/backend/sweep', { apply: 'true' }),
  }),
] as const;
