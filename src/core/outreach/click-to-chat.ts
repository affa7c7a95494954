import * as v from 'valibot';
import type { AgentCommand } from '../agents/agent-endpoint';
import { optionalSchema, textSchema } from '../endpoints/input-schemas';
import { findEntry } from '../routing-table/find-entry';
import { clickSchemas } from './click-schemas';
import { openOutreach } from './open-outreach';
import { reachOutByInteraction } from './reach-out-by-interaction';
import { toOutreach } from './to-outreach';

const input = v.object({
  identity: textSchema(256),
  type: v.optional(
    v.union(
      [
        v.pipe(
          v.literal(''),
          v.transform(() => 'chat' as const),
        ),
        v.picklist(['chat', 'web']),
      ],
      'must be chat or web',
    ),
    'chat',
  ),
  body: optionalSchema(textSchema(1_600)),
  ...clickSchemas,
});

/** An agent begins a Conversation with somebody who is logged in to the company's own chat. */
export const clickToChat: AgentCommand<typeof input> = {
  url: '/agent/click-to-chat',
  input,
  async run(given, caller, invocation) {
    const ports = openOutreach(invocation);
    const { identity, type, body } = given;
    const click = {
      url: clickToChat.url,
      channelType: type,
      input: given,
      pair: { address: identity },
      entry: findEntry(ports.table, type),
      message: body === undefined ? undefined : { body },
    };
    const outreach = {
      ...toOutreach(click, caller, invocation),
      channel: { type, participants: [{ identity }] },
      identities: [identity],
    };
    return { status: 201, body: await reachOutByInteraction(outreach, ports) };
  },
};
