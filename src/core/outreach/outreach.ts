import type { Caller } from '../agents/flex-token';
import type { OutreachRequest } from '../routing-record/routing-record';
import type { RoutingPorts } from '../routing/routing-ports';
import type { ConversationSid } from '../sid';
import type { InteractionSids, Routing } from '../twilio/interactions';
import type { Workers } from '../twilio/workers';
import type { OutreachClaims } from './outreach-claims';
import type { AddressPair, OutreachGuard } from './outreach-guard';

/** What an agent wants to begin. */
export interface Outreach {
  readonly caller: Caller;
  readonly request: OutreachRequest;
  /** The request came with a `requestId`, so it is remembered for a day. */
  readonly hasRequestId: boolean;
  /** As in an Interaction, e.g. `sms`. */
  readonly channelType: string;
  /** The customer's address or identity, and ours. */
  readonly pair: AddressPair;
  readonly customerName?: string | undefined;
  readonly routing: Routing;
  /** Absent if the agent writes it in Flex. */
  readonly message?: FirstMessage | undefined;
}

/** A text, or a template with its variables. */
export type FirstMessage =
  | { readonly body: string; readonly subject?: string }
  | { readonly contentSid: string; readonly contentVariables?: Readonly<Record<string, unknown>> };

/** All that an outreach needs of the world outside. */
export interface OutreachPorts extends RoutingPorts {
  readonly workers: Workers;
  readonly guard: OutreachGuard;
  readonly claims: OutreachClaims;
}

/** The answer to an outreach that succeeded. */
export interface Reached extends Partial<InteractionSids> {
  readonly conversationSid?: ConversationSid | undefined;
  /** Only if there was one and it is not known to be sent. */
  readonly messageSent?: false | 'unknown';
  /** Why not: https://www.twilio.com/docs/api/errors */
  readonly messageError?: number | undefined;
}
