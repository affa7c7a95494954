import fc from 'fast-check';
import { Customer } from '../../../simulator/people/customer';
import { BOT_NUMBER } from '../../support/deployment';
import type { Belonging, Expectations } from './expectations';
import { CUSTOMERS, step } from './step';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

const WEB_VISITOR = 'visitor-1';

function writeFromWeb(expectations: Expectations): void {
  const { conversationActions, conversations } = expectations.world.twilio;
  const origin = { source: 'SDK', identity: WEB_VISITOR } as const;
  const known = [...conversations.conversations.values()].find(
    ({ entity, participants }) =>
      entity.state !== 'closed' &&
      [...participants.values()].some(({ identity }) => identity === WEB_VISITOR),
  );
  const conversation = known ?? conversationActions.create({}, origin);
  expectations.noteConversation(conversation.entity.sid, 'ours');
  if (!known) conversationActions.addParticipant(conversation, { identity: WEB_VISITOR }, origin);
  conversationActions.addMessage(conversation, { author: WEB_VISITOR, body: 'Hello' }, origin);
}

/** An address that no table names belongs to a bot, or to whoever its own webhook points at. */
function unlisted({ surroundings }: Expectations): Belonging {
  return surroundings.wiring === 'service' ? 'bot' : 'pointed at us';
}

/** What customers do, and the time that passes meanwhile. */
export const CUSTOMER_STEPS = [
  step({
    name: 'a customer writes',
    weight: 8,
    input: fc.record({ who: fc.nat(CUSTOMERS.length), body: fc.constantFrom('Hello', 'Hello?', 'STOP') }),
    act: async (expectations, { who, body }) => {
      const customer = CUSTOMERS[who];
      if (!customer) {
        writeFromWeb(expectations);
        return;
      }
      const received = await new Customer(expectations.world.twilio, customer.from).write(customer.to, body);
      if (!received) throw new Error('nobody took the message');
      const belonging = customer.to === BOT_NUMBER ? unlisted(expectations) : 'ours';
      expectations.noteConversation(received.conversation.entity.sid, belonging);
    },
  }),
  step({
    name: 'time passes',
    weight: 10,
    input: fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(1, 10, 45, 120, 300) },
      { weight: 2, arbitrary: fc.constantFrom(SECOND_MS, 4 * SECOND_MS, 11 * SECOND_MS, 20 * SECOND_MS) },
      { weight: 2, arbitrary: fc.constantFrom(MINUTE_MS + 1, 3 * MINUTE_MS, 16 * MINUTE_MS) },
      { weight: 1, arbitrary: fc.constantFrom(HOUR_MS, 25 * HOUR_MS) },
    ),
    act: ({ world }, ms) => world.settle(ms),
  }),
] as const;
