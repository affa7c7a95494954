import * as v from 'valibot';
import type { AgentCommand } from '../agents/agent-endpoint';
import { jsonObjectSchema, optionalSchema, textSchema } from '../endpoints/input-schemas';
import { sidSchema } from '../sid';
import { clickSchemas } from './click-schemas';
import { parseDestinationOrRefuse } from './destination';
import { openOutreach } from './open-outreach';
import { reachOut } from './reach-out';
import { allowedCountries, chooseSenderOrRefuse } from './sender';
import { toOutreach } from './to-outreach';

const input = v.object({
  to: textSchema(64),
  /** A template: free text would fail outside of 24 hours after the customer's last message. */
  contentSid: sidSchema('HX'),
  contentVariables: optionalSchema(jsonObjectSchema),
  from: optionalSchema(textSchema(64)),
  ...clickSchemas,
});

/**
 * An agent begins a Conversation by WhatsApp, with a template.
 *
 * @see https://www.twilio.com/docs/whatsapp/key-concepts#the-24-hour-window
 */
export const clickToWhatsapp: AgentCommand<typeof input> = {
  url: '/agent/click-to-whatsapp',
  input,
  async run(given, caller, invocation) {
    const ports = openOutreach(invocation);
    const countries = allowedCountries(ports.settings, ports.table);
    const number = parseDestinationOrRefuse(given.to, countries);
    const sender = chooseSenderOrRefuse(ports.table, 'whatsapp', given.from);
    const { contentSid, contentVariables } = given;
    const click = {
      url: clickToWhatsapp.url,
      channelType: 'whatsapp',
      input: { ...given, to: number },
      pair: { address: `whatsapp:${number}`, businessAddress: sender.address },
      entry: sender.entry,
      message: { contentSid, contentVariables },
    };
    return { status: 201, body: await reachOut(toOutreach(click, caller, invocation), ports) };
  },
};
