import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { openApiDocument } from '../../simulator/openapi/documents';
import { normalizeSchema } from '../../simulator/openapi/harden';
import { operationsOf } from '../../simulator/openapi/operation';

const document = openApiDocument('flex_v1');
const ajv = addFormats(new Ajv({ strict: false, logger: false }));
ajv.addSchema({ $id: 'flex_v1', components: normalizeSchema(document.components) as object });

/**
 * What Twilio's own schema of an operation of Flex finds wrong with an answer: normalised so that it compiles, not
 * hardened, so that properties may be missing as they are on documentation pages.
 */
export function findSchemaProblem(operationId: string, answer: unknown): string | undefined {
  const operation = operationsOf('flex_v1').find(({ id }) => id === operationId);
  const success = Object.entries(operation?.definition.responses ?? {}).find(([status]) =>
    status.startsWith('2'),
  );
  const schema = success?.[1].content?.['application/json']?.schema;
  if (!schema) throw new Error(`${operationId} has no answer in Twilio's specification`);
  const qualified = JSON.stringify(normalizeSchema(schema)).replaceAll(
    '"#/components',
    '"flex_v1#/components',
  );
  const validate = ajv.compile(JSON.parse(qualified) as object);
  if (validate(answer)) return undefined;
  const [error] = validate.errors ?? [];
  return `${error?.instancePath ?? ''} ${error?.message ?? 'is invalid'}`;
}
