import twilio from 'twilio';
import { EmbeddedTwilio } from '../embedded-twilio';
import { setUpFlexAccount } from '../flex-account';
import { toText } from '../kernel/to-text';
import { EmbeddedHttpClient } from '../sdk/embedded-http-client';
import type { CheckTarget } from './checks';
import { ASSUMPTION_CHECKS } from './checks';

/** What the embedded Twilio and an account answered to the same requests. */
export interface Comparison {
  readonly assumption: string;
  readonly title: string;
  readonly embedded: unknown;
  readonly account: unknown;
  readonly isSame: boolean;
}

/** Runs every check against both, one after the other. */
export async function compareWithAccount(account: CheckTarget): Promise<Comparison[]> {
  const embedded = embeddedTarget();
  const comparisons: Comparison[] = [];
  for (const { assumption, title, observe } of ASSUMPTION_CHECKS) {
    const [ours, theirs] = [await observeSafely(observe, embedded), await observeSafely(observe, account)];
    const isSame = JSON.stringify(ours) === JSON.stringify(theirs);
    comparisons.push({ assumption, title, embedded: ours, account: theirs, isSame });
  }
  return comparisons;
}

/** An embedded Twilio as a target of checks, with a workflow that nobody answers. */
export function embeddedTarget(): CheckTarget {
  const embedded = new EmbeddedTwilio();
  const { assignToAnyone } = setUpFlexAccount(embedded);
  return {
    client: twilio(embedded.accountSid, embedded.authToken, { httpClient: new EmbeddedHttpClient(embedded) }),
    workspaceSid: embedded.workspace.entity.sid,
    workflowSid: assignToAnyone.sid,
  };
}

async function observeSafely(
  observe: (target: CheckTarget) => Promise<unknown>,
  target: CheckTarget,
): Promise<unknown> {
  try {
    return await observe(target);
  } catch (error) {
    return { failed: toText(error) };
  }
}
