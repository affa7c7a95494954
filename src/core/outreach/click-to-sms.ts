import * as v from 'valibot';
import type { AgentCommand } from '../agents/agent-endpoint';
import { optionalSchema, textSchema } from '../endpoints/input-schemas';
import { clickSchemas, MAX_SMS_LENGTH } from './click-schemas';
import { parseDestinationOrRefuse } from './destination';
import { openOutreach } from './open-outreach';
import { reachOut } from './reach-out';
import { allowedCountries, chooseSenderOrRefuse } from './sender';
import { toOutreach } from './to-outreach';

const input = v.object({
  to: textSchema(64),
  body: optionalSchema(textSchema(MAX_SMS_LENGTH)),
  from: optionalSchema(textSchema(64)),
  ...clickSchemas,
});

/** An agent begins a Conversation by SMS. */
export const clickToSms: AgentCommand<typeof input> = {
  url: '/agent/click-to-sms',
  input,
  async run(given, caller, invocation) {
    const ports = openOutreach(invocation);
    const number = parseDestinationOrRefuse(given.to, allowedCountries(ports.settings, ports.table));
    const sender = chooseSenderOrRefuse(ports.table, 'sms', given.from);
    const click = {
      url: clickToSms.url,
      channelType: 'sms',
      input: { ...given, to: number },
      pair: { address: number, businessAddress: sender.address },
      entry: sender.entry,
      message: given.body === undefined ? undefined : { body: given.body },
    };
    return { status: 201, body: await reachOut(toOutreach(click, caller, invocation), ports) };
  },
};
