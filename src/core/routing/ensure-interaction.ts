import type { EpochMs } from '../clock';
import type { CustomerContact } from '../conversations/customer-contact';
import { identifyCustomer } from '../conversations/identify-customer';
import type { RoutingRecord } from '../routing-record/routing-record';
import { isHeld, knowsUntilMs } from '../routing-record/routing-record';
import type { StoredRecord } from '../routing-record/routing-records';
import { adoptLiveTask } from './adopt-live-task';
import { ignored } from './ignored';
import { alreadyRouted, orRelease } from './record-result';
import { route } from './route';
import type { RoutingOutcome } from './routing-outcome';
import type { RoutingPorts } from './routing-ports';
import { takeOver } from './take-over';

/** No webhook is first delivered so late, in milliseconds: whoever believed such a time might leave a customer alone. */
const BELIEVABLE_MS = 24 * 3_600_000;

/** How long a Conversation that failed is left alone, in milliseconds, before a new contact may try once more. */
const FAILED_REST_MS = 15 * 60_000;

/**
 * Ensures that a customer's Conversation has its one Interaction, whoever else is at it at the same time.
 *
 * The first sign of a Conversation costs a claim, a creation and a record; any later message one read.
 */
export async function ensureInteraction(
  contact: CustomerContact,
  ports: RoutingPorts,
): Promise<RoutingOutcome> {
  if (!contact.isOpening) {
    const stored = await ports.records.read(contact.conversationSid);
    if (stored) return continueFrom(stored, contact, ports);
  }
  const customer = await identifyCustomer(contact, contact.isScoped, ports);
  if ('outcome' in customer) return customer;
  const claim = await ports.records.claim(contact.conversationSid);
  if (!claim.won) return continueFrom(claim.stored, contact, ports);
  if (!contact.isOpening || customer.hasCompany) {
    const adopted = await orRelease(
      claim.stored,
      adoptLiveTask(claim.stored, 'already_routed', ports),
      ports,
    );
    if (adopted) return adopted;
  }
  return route(claim.stored, customer, ports);
}

async function continueFrom(
  stored: StoredRecord,
  contact: CustomerContact,
  ports: RoutingPorts,
): Promise<RoutingOutcome> {
  const { record } = stored;
  switch (record.state) {
    case 'claimed':
    case 'resuming':
      if (isHeld(record, ports.clock.now())) return { outcome: 'in_progress' };
      return takeOver(stored, record.attempt + 1, contact, ports);
    case 'parked':
      if (isOlderThanPark(contact, record, ports.clock.now())) return ignored('late');
      return takeOver(stored, 1, contact, ports);
    case 'routed':
      return alreadyRouted(stored);
    case 'foreign':
      return ignored('foreign');
    case 'failed':
      if (ports.clock.now() < record.writtenAtMs + FAILED_REST_MS) {
        return { outcome: 'failed', code: record.code ?? 'unknown', alert: true };
      }
      return takeOver(stored, 1, contact, ports);
    case 'closed':
      // A message in a Conversation that is still open: its close failed, or its channel has expired.
      if (
        isLate(contact, record) ||
        !contact.isMessage ||
        (await ports.conversations.fetchState(contact.conversationSid)) === 'closed'
      ) {
        return ignored('closed');
      }
      return takeOver(stored, 1, contact, ports);
  }
}

/** It is told again, and the record knows of it. */
function isLate({ isToldAgain, occurredAtMs = Infinity }: CustomerContact, record: RoutingRecord): boolean {
  return isToldAgain === true && occurredAtMs <= knowsUntilMs(record);
}

/**
 * The webhook of a park tells only of what was written since; of anything else the two clocks have to tell, but where no
 * agent has parked it, so that none has read what came just before.
 */
function isOlderThanPark(contact: CustomerContact, record: RoutingRecord, now: EpochMs): boolean {
  const { parkWebhookSid, occurredAtMs = Infinity } = contact;
  const isOfThisPark = parkWebhookSid !== undefined && parkWebhookSid === record.parked?.webhookSid;
  const isBelievable = record.parked !== undefined && now - occurredAtMs < BELIEVABLE_MS;
  return (
    !isOfThisPark && (isBelievable || contact.isToldAgain === true) && occurredAtMs <= knowsUntilMs(record)
  );
}
