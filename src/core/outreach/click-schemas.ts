import { agentAttributesSchema } from '../endpoints/attributes-schema';
import { requestIdSchema } from '../endpoints/command';
import { optionalSchema, textSchema } from '../endpoints/input-schemas';

/** Longer ones are refused: https://www.twilio.com/docs/conversations/conversations-limits */
export const MAX_SMS_LENGTH = 1_600;

/** The parameters that every /agent/click-to-… takes. */
export const clickSchemas = {
  customerName: optionalSchema(textSchema(256)),
  attributes: optionalSchema(agentAttributesSchema),
  requestId: optionalSchema(requestIdSchema),
};
