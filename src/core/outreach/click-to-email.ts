import * as v from 'valibot';
import type { AgentCommand } from '../agents/agent-endpoint';
import { optionalSchema, textSchema } from '../endpoints/input-schemas';
import { clickSchemas } from './click-schemas';
import { emailListSchema } from './email-list-schema';
import { openOutreach } from './open-outreach';
import { reachOutByInteraction } from './reach-out-by-interaction';
import { chooseSenderOrRefuse } from './sender';
import { toOutreach } from './to-outreach';

const input = v.object({
  to: emailListSchema,
  cc: optionalSchema(emailListSchema),
  bcc: optionalSchema(emailListSchema),
  subject: v.pipe(
    textSchema(998),
    // Which would begin another header.
    v.check((text) => !/[\r\n]/.test(text), 'must be one line'),
  ),
  body: optionalSchema(textSchema(32_768)),
  from: optionalSchema(textSchema(320)),
  ...clickSchemas,
});

/**
 * An agent begins a Conversation by email. A customer may have several threads at once.
 *
 * @see https://www.twilio.com/docs/flex/developer/conversations/interactions-api/interactions
 */
export const clickToEmail: AgentCommand<typeof input> = {
  url: '/agent/click-to-email',
  input,
  async run(given, caller, invocation) {
    const ports = openOutreach(invocation);
    const { address: from, entry } = chooseSenderOrRefuse(ports.table, 'email', given.from);
    const { to, cc = [], bcc = [], subject, body, customerName } = given;
    const [address = ''] = to;
    const click = {
      url: clickToEmail.url,
      channelType: 'email',
      input: given,
      pair: { address, businessAddress: from },
      entry,
      message: body === undefined ? undefined : { subject, body },
      subject,
    };
    const outreach = toOutreach(click, caller, invocation);
    const channel = {
      type: 'email',
      properties: { type: 'email', from, from_name: entry.fromName ?? from },
      participants: [
        ...to.map((one) => ({
          level: 'to',
          address: one,
          name: one === address ? (customerName ?? one) : one,
        })),
        ...cc.map((one) => ({ level: 'cc', address: one, name: one })),
        ...bcc.map((one) => ({ level: 'bcc', address: one, name: one })),
      ],
    };
    const byInteraction = { ...outreach, channel, identities: [] };
    return { status: 201, body: await reachOutByInteraction(byInteraction, ports) };
  },
};
