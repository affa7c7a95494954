import type fc from 'fast-check';
import type { StoredConversation } from '../../../simulator/conversations/conversation-store';
import type { Agent } from '../../../simulator/people/agent';
import { BOT_NUMBER, BUSINESS_NUMBER, VIP_NUMBER } from '../../support/deployment';
import type { Expectations } from './expectations';
import type { StormyDeployment } from './stormy-deployment';

/** Something that people, companies or Twilio do by themselves. */
export interface StepKind<Input> {
  readonly name: string;
  readonly input: fc.Arbitrary<Input>;
  /** How often it is chosen. */
  readonly weight: number;
  /** Whether it can happen now; it always can if absent. */
  readonly isPossible?: (expectations: Expectations, input: Input) => boolean;
  readonly act: (expectations: Expectations, input: Input) => Promise<void> | void;
}

export function step<Input>(kind: StepKind<Input>): StepKind<Input> {
  return kind;
}

/** Who writes, from where to where. */
export const CUSTOMERS = [
  { from: '+12025550101', to: BUSINESS_NUMBER },
  { from: 'whatsapp:+12025550102', to: `whatsapp:${BUSINESS_NUMBER}` },
  { from: '+12025550103', to: VIP_NUMBER },
  { from: '+12025550104', to: BOT_NUMBER },
] as const;

export function agentOf(world: StormyDeployment, index: number): Agent {
  const agent = world.account.agents[index % world.account.agents.length];
  if (!agent) throw new Error('there are no agents');
  return agent;
}

/** One of the open Conversations that are not a bot's. */
export function openConversation(expectations: Expectations, index: number): StoredConversation | undefined {
  const open = expectations.conversationSids.flatMap((sid) => {
    const conversation = expectations.view.conversation(sid);
    const isOpen = conversation !== undefined && conversation.entity.state !== 'closed';
    return isOpen && expectations.belongsTo(sid) !== 'bot' ? [conversation] : [];
  });
  return open[index % Math.max(1, open.length)];
}
