import { SimulatorDefect } from '../openapi/operation';

/** Which fields an event has: these, perhaps those, and no others. */
export interface PayloadFields {
  readonly required: readonly string[];
  readonly optional: readonly string[];
}

/** @throws SimulatorDefect if a payload does not have the fields that its documentation lists */
export function checkFields(event: string, payload: object, fields: PayloadFields | undefined): void {
  if (!fields) throw new SimulatorDefect(`there is no documented event ${event}`);
  const given = Object.keys(payload);
  const missing = fields.required.find((name) => !given.includes(name));
  if (missing !== undefined) throw new SimulatorDefect(`${event} has no ${missing}`);
  const unknown = given.find((name) => !fields.required.includes(name) && !fields.optional.includes(name));
  if (unknown !== undefined) throw new SimulatorDefect(`${event} has the unknown field ${unknown}`);
}
