import type { OutreachPorts } from '../outreach/outreach';
import { refuseIfIdentityIsServed } from '../outreach/refuse-if-identity-is-served';
import type { ApiInitiatedChannel } from './api-initiated-input';

/**
 * Refuses to begin a chat with somebody who is in one of Flex already.
 *
 * @throws ApiError `conversation_already_open`
 */
export async function refuseIfIdentitiesAreServed(
  { participants = [] }: ApiInitiatedChannel,
  ports: OutreachPorts,
): Promise<void> {
  const identities = participants
    .map(({ identity }) => identity)
    .filter((identity) => identity !== undefined);
  for (const identity of identities) await refuseIfIdentityIsServed(identity, { identity: '' }, ports);
}
