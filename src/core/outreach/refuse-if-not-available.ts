import type { Caller } from '../agents/flex-token';
import { ApiError } from '../endpoints/api-error';
import type { OutreachPorts } from './outreach';

/**
 * Refuses an outreach whose task could not reach the agent who asks for it.
 *
 * @throws ApiError `agent_not_available`
 */
export async function refuseIfNotAvailable(
  { workerSid }: Caller,
  { workers }: Pick<OutreachPorts, 'workers'>,
): Promise<void> {
  if (await workers.isAvailable(workerSid)) return;
  throw new ApiError(
    'agent_not_available',
    'You are not available in Flex, so the Interaction could not reach you. Choose an available activity.',
  );
}
