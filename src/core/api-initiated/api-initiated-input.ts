import * as v from 'valibot';
import { backendAttributesSchema } from '../endpoints/attributes-schema';
import { requestIdSchema } from '../endpoints/command';
import { jsonObjectSchema, optionalSchema, textSchema } from '../endpoints/input-schemas';
import { prioritySchema, taskChannelSchema, timeoutSecondsSchema } from '../endpoints/task-schemas';
import { sidSchema } from '../sid';

/** https://www.twilio.com/docs/flex/developer/conversations/interactions-api/interactions */
const CHANNEL_TYPES = ['sms', 'whatsapp', 'web', 'chat', 'email', 'messenger', 'gbm'] as const;
const MAX_PARTICIPANTS = 60;

/** In the names of this project, and in those of Twilio's documentation. */
const participantSchema = v.pipe(
  v.strictObject(
    {
      address: optionalSchema(textSchema(320)),
      proxyAddress: optionalSchema(textSchema(320)),
      proxy_address: optionalSchema(textSchema(320)),
      identity: optionalSchema(textSchema(256)),
      level: optionalSchema(v.picklist(['to', 'cc', 'bcc'], 'must be to, cc or bcc')),
      name: optionalSchema(textSchema(256)),
    },
    'must be an object with address, proxyAddress, identity, level or name',
  ),
  v.forward(
    v.check(
      ({ proxyAddress, proxy_address: same = proxyAddress }) => (proxyAddress ?? same) === same,
      'must be the same as proxyAddress, or be left out',
    ),
    ['proxy_address'],
  ),
  v.transform(({ proxy_address: same, proxyAddress = same, ...others }) => ({
    ...others,
    ...(proxyAddress === undefined ? {} : { proxyAddress }),
  })),
);

const channelSchema = v.pipe(
  jsonObjectSchema,
  v.strictObject(
    {
      type: v.picklist(CHANNEL_TYPES, `must be one of ${CHANNEL_TYPES.join(', ')}`),
      sid: optionalSchema(sidSchema('UO')),
      mediaChannelSid: optionalSchema(sidSchema('CH')),
      participants: optionalSchema(
        v.pipe(
          v.array(participantSchema, 'must be a list'),
          v.minLength(1, 'must not be empty'),
          v.maxLength(MAX_PARTICIPANTS, `must not be more than ${MAX_PARTICIPANTS}`),
        ),
      ),
      from: optionalSchema(textSchema(320)),
      fromName: optionalSchema(textSchema(256)),
    },
    'is not a parameter of a channel',
  ),
);

const routingSchema = v.pipe(
  jsonObjectSchema,
  v.strictObject(
    {
      workflowSid: optionalSchema(sidSchema('WW')),
      queueSid: optionalSchema(sidSchema('WQ')),
      workerSid: optionalSchema(sidSchema('WK')),
      priority: optionalSchema(prioritySchema),
      timeoutSeconds: optionalSchema(timeoutSecondsSchema),
      taskChannel: optionalSchema(taskChannelSchema),
      attributes: optionalSchema(backendAttributesSchema),
    },
    'is not a parameter of routing',
  ),
);

/** What one of the company's own servers says of an Interaction that it begins. */
export const apiInitiatedInput = v.object({
  channel: channelSchema,
  routing: optionalSchema(routingSchema),
  interactionContextSid: optionalSchema(sidSchema('HQ')),
  webhookTtid: optionalSchema(
    v.pipe(
      v.string('must be a text'),
      v.regex(/^flex_interactionwebhook_\w{26}$/, 'must be a TTID of an Interaction webhook'),
    ),
  ),
  requestId: requestIdSchema,
});

export type ApiInitiatedInput = v.InferOutput<typeof apiInitiatedInput>;
export type ApiInitiatedChannel = ApiInitiatedInput['channel'];
export type ApiInitiatedParticipant = NonNullable<ApiInitiatedChannel['participants']>[number];

/**
 * Tells what is wrong with a channel whose parameters are each well-formed: what it begins with is one thing, and
 * participants have what their channel type needs.
 *
 * @returns the wrong fields, each with what is wrong about it
 */
export function findContradictions(channel: ApiInitiatedChannel): Record<string, string> {
  const { type, sid, mediaChannelSid, participants, from, fromName } = channel;
  const wrong: Record<string, string> = {};
  const sources = Object.entries({ sid, mediaChannelSid, participants }).filter(
    ([, value]) => value !== undefined,
  );
  if (sources.length === 0) wrong['channel.participants'] = 'is required, or mediaChannelSid, or sid';
  if (sources.length > 1) {
    for (const [name] of sources)
      wrong[`channel.${name}`] = 'only one of sid, mediaChannelSid and participants may be given';
  }
  if (type === 'email' && sid === undefined && mediaChannelSid === undefined) {
    if (from === undefined) wrong['channel.from'] = 'is required for email';
    if (fromName === undefined) wrong['channel.fromName'] = 'is required for email';
  }
  for (const [index, participant] of (participants ?? []).entries()) {
    for (const name of neededBy(type)) {
      if (participant[name] === undefined)
        wrong[`channel.participants.${index}.${name}`] = `is required for ${type}`;
    }
  }
  return wrong;
}

function neededBy(type: ApiInitiatedChannel['type']) {
  switch (type) {
    case 'sms':
    case 'whatsapp':
      return ['address', 'proxyAddress'] as const;
    case 'email':
      return ['address', 'level', 'name'] as const;
    case 'chat':
    case 'web':
      return ['identity'] as const;
    case 'messenger':
    case 'gbm':
      return [];
  }
}
