import type { JsonSchema } from '@valibot/to-json-schema';
import type * as v from 'valibot';
import type { Operation } from '../../src/api/operation';
import { handleEntries } from '../../src/core/handle/handle-schema';
import { inviteEntries } from '../../src/core/invites/invite-target';
import { inputJsonSchema } from './input-json-schema';
import { PARAMETER_TEXTS } from './parameter-texts';

/** Ways in which an Interaction can be named. */
const HANDLES = [['taskSid'], ['interactionSid', 'channelSid'], ['conversationSid']];
const TARGETS = [['workerSid'], ['queueSid'], ['workflowSid']];

/** The one webhook that comes as JSON. */
const EVENT_STREAMS = '/webhooks/event-streams';

const TOKEN: JsonSchema = {
  type: 'string',
  description: 'The Flex token, for browsers, which may not send `Authorization` here.',
};

/** What a request may hold: a form and JSON hold the same. */
export function parametersOf({ caller }: Operation, input: v.GenericSchema): JsonSchema {
  const schema = inputJsonSchema(input);
  const described = schema.properties ? describeParameters(schema) : schema;
  return caller === 'agent' ? withToken(described) : described;
}

/**
 * The body of a request.
 *
 * @param schemaName of its parameters, among the components
 */
export function requestBodyOf({ caller, url }: Operation, schemaName: string) {
  const media = { schema: { $ref: `#/components/schemas/${schemaName}` } };
  const isForm = url !== EVENT_STREAMS;
  return {
    required: true,
    content: {
      ...(isForm ? { 'application/x-www-form-urlencoded': media } : {}),
      ...(isForm && caller === 'twilio' ? {} : { 'application/json': media }),
    },
  };
}

function describeParameters(schema: JsonSchema): JsonSchema {
  const properties = Object.entries(schema.properties ?? {}).map(([name, property]) => {
    const description = PARAMETER_TEXTS[name];
    const isDescribed = typeof property === 'object' && description !== undefined;
    return [name, isDescribed ? { description, ...property } : property] as const;
  });
  return { ...schema, properties: Object.fromEntries(properties), ...alternativesOf(schema) };
}

/** Of some parameters one is required; their names tell which, for schemas share them. */
function alternativesOf({ properties = {} }: JsonSchema): JsonSchema {
  const has = (entries: object, names: readonly string[][]) =>
    names.flat().every((name) => name in properties && name in entries);
  const choices = [
    ...(has(handleEntries, HANDLES) ? [HANDLES] : []),
    ...(has(inviteEntries, TARGETS) ? [TARGETS] : []),
  ].map((ways) => ({ anyOf: ways.map((required) => ({ required })) }));
  return choices.length > 0 ? { allOf: choices } : {};
}

function withToken(schema: JsonSchema): JsonSchema {
  return { ...schema, properties: { ...schema.properties, Token: TOKEN } };
}
