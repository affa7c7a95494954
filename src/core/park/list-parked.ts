import type { Caller } from '../agents/flex-token';
import { refuseCursor } from '../endpoints/refuse-cursor';
import type { RoutingPorts } from '../routing/routing-ports';
import { flexAttributesOf } from '../twilio/interaction-task';
import type { ParkedConversation } from './parked-conversations';

/** How many an answer may have at least before it ends. */
const ENOUGH = 20;
/** What one page may take, in milliseconds; with less left the rest is for the next call. */
const TIME_FOR_ONE_MS = 2_000;

/**
 * Lists what is parked. They are found among all Documents of the Sync service, so an answer may have few and a cursor
 * all the same.
 *
 * @param cursor where to go on, from the answer before
 * @throws InputError if Twilio does not know the cursor
 */
export async function listParked(
  cursor: string | undefined,
  caller: Caller,
  ports: RoutingPorts,
): Promise<{ readonly parked: readonly object[]; readonly cursor: string | undefined }> {
  const found: ParkedConversation[] = [];
  let token = cursor;
  do {
    const page = await ports.parked.list(token).catch((error: unknown) => {
      if (token === cursor) refuseCursor(error);
      throw error;
    });
    found.push(
      ...page.parked.filter(({ workerSid }) => caller.isSupervisor || workerSid === caller.workerSid),
    );
    token = page.nextToken;
  } while (token !== undefined && found.length < ENOUGH && ports.gateway.remainingMs > TIME_FOR_ONE_MS);
  return { parked: found.map(describe), cursor: token };
}

function describe(parked: ParkedConversation): object {
  const { conversationSid, interactionSid, channelSid, workerSid, parkedAtMs, attributes } = parked;
  const { customerName, customerAddress } = attributes;
  return {
    conversationSid,
    interactionSid,
    channelSid,
    workerSid,
    parkedAt: new Date(parkedAtMs).toISOString(),
    channelType: flexAttributesOf(attributes).channelType,
    ...(typeof customerName === 'string' ? { customerName } : {}),
    ...(typeof customerAddress === 'string' ? { customerAddress } : {}),
  };
}
