import type { EmbeddedTwilio } from '../embedded-twilio';
import type { Agent } from '../people/agent';
import { ChatCustomer } from '../people/chat-customer';
import { Customer } from '../people/customer';
import type { Commands } from './snapshot';

type Command<Name extends keyof Commands> = (body: Commands[Name]) => unknown;

/** What the buttons of the console page do. */
export type ConsoleCommands = { readonly [Name in keyof Commands]: Command<Name> };

/** Commands throw with a message for the person who pressed the button. */
export function consoleCommands(twilio: EmbeddedTwilio, agents: readonly Agent[]): ConsoleCommands {
  const agentOf = (sid: string): Agent => {
    const agent = agents.find((one) => one.sid === sid);
    if (!agent) throw new Error('There is no such agent');
    return agent;
  };
  const reservationOf = (body: Commands['accept']) => {
    const reservation = agentOf(body.agentSid).reservations.find(({ sid }) => sid === body.reservationSid);
    if (!reservation) throw new Error('This reservation is over');
    return reservation;
  };
  const byReservation =
    (action: 'accept' | 'reject' | 'complete' | 'leave' | 'pause') => (body: Commands['accept']) => {
      agentOf(body.agentSid)[action](reservationOf(body));
    };
  return {
    write: async ({ from, to, body, name, others = [] }) => {
      const received = await new Customer(twilio, from, name).write(to, body, others);
      if (!received) throw new Error(`No Conversation takes messages to ${to}`);
    },
    chat: ({ identity, body, name }) => new ChatCustomer(twilio, identity, name).write(body),
    reply: ({ agentSid, conversationSid, body }) => agentOf(agentSid).write(conversationSid, body),
    activity: ({ agentSid, name }) => {
      agentOf(agentSid).setActivity(name);
    },
    accept: byReservation('accept'),
    reject: byReservation('reject'),
    complete: byReservation('complete'),
    leave: byReservation('leave'),
    pause: byReservation('pause'),
    resume: ({ agentSid, interactionSid }) => {
      agentOf(agentSid).resume(twilio.interactions.store.find(interactionSid));
    },
  };
}
