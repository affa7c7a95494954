import * as v from 'valibot';
import type { AgentCommand } from '../agents/agent-endpoint';
import { requestIdSchema } from '../endpoints/command';
import { InputError } from '../endpoints/input-error';
import { jsonObjectSchema, optionalSchema } from '../endpoints/input-schemas';
import { handleEntries, oneHandle } from '../handle/handle-schema';
import { interactionNotFound, locateOrRefuse } from '../handle/locate';
import { requireRight } from '../handle/require-right';
import { openRouting } from '../routing/open-routing';
import { sidSchema } from '../sid';
import { PARTICIPANT_TYPES } from '../twilio/channel-participants';
import { TwilioRequestError } from '../twilio/request-error';
import { refuseFraud } from './refuse-fraud';

/** Far more than any documented Media Properties need. */
const MAX_BYTES = 4_096;

const mediaSchema = v.pipe(
  jsonObjectSchema,
  v.check((media) => Object.keys(media).length > 0, 'must not be empty'),
  v.check(
    (media) => Buffer.byteLength(JSON.stringify(media)) <= MAX_BYTES,
    `must not be larger than ${MAX_BYTES} bytes`,
  ),
);

const routingSchema = v.pipe(
  jsonObjectSchema,
  v.strictObject(
    {
      task_sid: v.optional(sidSchema('WT')),
      worker_sid: v.optional(sidSchema('WK')),
      reservation_sid: v.optional(sidSchema('WR')),
    },
    'must have SIDs as task_sid, worker_sid and reservation_sid, and nothing else',
  ),
);

const addInput = v.pipe(
  v.object({
    ...handleEntries,
    type: v.picklist(PARTICIPANT_TYPES, `must be one of ${PARTICIPANT_TYPES.join(', ')}`),
    mediaProperties: mediaSchema,
    routingProperties: optionalSchema(routingSchema),
    requestId: optionalSchema(requestIdSchema),
  }),
  oneHandle(),
);

/** An agent adds somebody else to an Interaction, such as another recipient of an email. */
export const addParticipantCommand: AgentCommand<typeof addInput> = {
  url: '/agent/participants/add',
  input: addInput,
  async run({ type, mediaProperties, routingProperties, ...handle }, caller, invocation) {
    // https://www.twilio.com/docs/flex/developer/conversations/best-practices
    if (type === 'agent') {
      throw new InputError({
        type: 'must not be agent: Flex adds agents by Invites only, see /agent/invite',
      });
    }
    const ports = openRouting(invocation);
    refuseFraud(mediaProperties, ports);
    const interaction = await locateOrRefuse(handle, ports);
    await requireRight(interaction, caller);
    try {
      const participant = { type, mediaProperties, routingProperties };
      const participantSid = await ports.participants.add(interaction.channel, participant);
      return { status: 201, body: { participantSid } };
    } catch (error) {
      throw explain(error);
    }
  },
};

/** Conversation closed or not found: https://www.twilio.com/docs/api/errors/45376 */
const OVER = [45376];

function explain(error: unknown): unknown {
  if (!(error instanceof TwilioRequestError)) return error;
  if (error.wasRefusedWith(OVER, 404)) return interactionNotFound();
  if (error.status !== 400 && error.status !== 409) return error;
  return new InputError({ mediaProperties: 'were refused by Twilio: see the documentation of the channel' });
}
