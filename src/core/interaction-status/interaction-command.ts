import type { AgentCommand } from '../agents/agent-endpoint';
import { ofInteractionSchema } from '../handle/handle-schema';
import { locateOrRefuse } from '../handle/locate';
import type { LocatedInteraction } from '../handle/located-interaction';
import { openTeam } from '../handle/open-team';
import { requireRight } from '../handle/require-right';
import type { TeamPorts } from '../handle/team-ports';
import { presentParticipants } from '../participants/present-participants';
import type { StoredRecord } from '../routing-record/routing-records';
import { transferContextOf } from '../transfer/transfer-context';
import type { InteractionTask } from '../twilio/interaction-task';
import { flexAttributesOf, isPending } from '../twilio/interaction-task';

/** What really became of an Interaction: its creation only says that Twilio accepted the request. */
export const interactionCommand: AgentCommand<typeof ofInteractionSchema> = {
  url: '/agent/interaction',
  input: ofInteractionSchema,
  async run(input, caller, invocation) {
    const ports = openTeam(invocation);
    const interaction = await locateOrRefuse(input, ports);
    await requireRight(interaction, caller);
    return { body: await describe(interaction, ports) };
  },
};

async function describe(interaction: LocatedInteraction, ports: TeamPorts): Promise<object> {
  const { channel, conversationSid } = interaction;
  const [fate, participants, tasks, stored, book] = await Promise.all([
    ports.channels.fetchFate(channel),
    presentParticipants(interaction),
    interaction.tasks(),
    interaction.record(),
    ports.inviteBook.read(channel.channelSid),
  ]);
  const ended = book?.invites.filter((invite) => invite.ended !== undefined) ?? [];
  return {
    ...channel,
    conversationSid,
    channelType: fate.channelType ?? flexAttributesOf(tasks.at(-1)?.attributes ?? {}).channelType,
    status: fate.status,
    ...(fate.errorCode === undefined ? {} : { error: { code: fate.errorCode } }),
    participants,
    pendingInvites: tasks.filter(isPending).map(toPendingInvite),
    endedTransfers: ended.map(({ target, workerSid, ended: reason }) => ({
      to: target,
      by: workerSid,
      reason,
    })),
    record: stored ? toRecord(stored) : null,
  };
}

/** A task that waits for an agent: the first one of an Interaction is an Invite as well. */
function toPendingInvite({ taskSid, status, attributes }: InteractionTask): object {
  const { transferTargetSid } = attributes;
  return {
    inviteSid: flexAttributesOf(attributes).inviteSid,
    taskSid,
    status,
    ...(typeof transferTargetSid === 'string' ? { to: transferTargetSid } : {}),
    transfer: transferContextOf(attributes)?.mode,
  };
}

function toRecord({ record: { state, attempt, code, taskSid, parked } }: StoredRecord): object {
  return {
    state,
    attempt,
    code,
    taskSid,
    ...(parked ? { parkedBy: parked.workerSid, parkedAtMs: parked.atMs } : {}),
  };
}
