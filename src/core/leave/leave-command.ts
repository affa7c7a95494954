import * as v from 'valibot';
import type { AgentCommand } from '../agents/agent-endpoint';
import type { Caller } from '../agents/flex-token';
import { ApiError } from '../endpoints/api-error';
import { requestIdSchema } from '../endpoints/command';
import { optionalSchema } from '../endpoints/input-schemas';
import { handleEntries, oneHandle } from '../handle/handle-schema';
import { locateOrRefuse } from '../handle/locate';
import type { LocatedInteraction, PresentAgent } from '../handle/located-interaction';
import { openTeam } from '../handle/open-team';
import { requireRight } from '../handle/require-right';
import type { TeamPorts } from '../handle/team-ports';
import { closeInteraction } from './close-interaction';
import { isAnyoneStaying } from './is-anyone-staying';
import { removeAgent } from './remove-agent';

const leaveInput = v.pipe(
  v.object({
    ...handleEntries,
    /** What to do if nobody would stay with the customer. */
    ifLast: optionalSchema(v.picklist(['refuse', 'close'], 'must be refuse or close')),
    requestId: optionalSchema(requestIdSchema),
  }),
  oneHandle(),
);

type LeaveOutcome = 'left' | 'closed' | 'already_left';

/** An agent leaves an Interaction, and the others go on. */
export const leaveCommand: AgentCommand<typeof leaveInput> = {
  url: '/agent/leave',
  input: leaveInput,
  async run({ ifLast, ...handle }, caller, invocation) {
    const ports = openTeam(invocation);
    const interaction = await locateOrRefuse(handle, ports);
    const me = await interaction.agent(caller.workerSid);
    if (!me) {
      if (!(await hasBeenIn(interaction, caller))) await requireRight(interaction, caller);
      return { body: { outcome: 'already_left' } };
    }
    const outcome = await ports.departureLock.hold(interaction.channel.channelSid, () =>
      leave(interaction, me, ifLast, ports),
    );
    return { body: { outcome } };
  },
};

async function hasBeenIn(interaction: LocatedInteraction, { workerSid }: Caller): Promise<boolean> {
  return (await interaction.participants()).some((participant) => participant.workerSid === workerSid);
}

/** How many customers there are does not matter, as an email has several: only whether an agent is with them. */
async function leave(
  interaction: LocatedInteraction,
  me: PresentAgent,
  ifLast: 'refuse' | 'close' | undefined,
  ports: TeamPorts,
): Promise<LeaveOutcome> {
  if (!(await isAnyoneStaying(interaction, me.taskSid, ports))) {
    if (ifLast === 'close') {
      await closeInteraction(interaction, ports);
      return 'closed';
    }
    throw new ApiError(
      'last_agent',
      'Nobody else is with the customer. Park or transfer it, or leave with `ifLast` set to `close`.',
    );
  }
  return (await removeAgent(interaction.channel, me, ports)) ? 'left' : 'already_left';
}
