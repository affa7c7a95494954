import { checkExposure } from './checks/exposure';
import { checkHooks } from './checks/hooks';
import { checkRuntime } from './checks/runtime';
import { checkSettings } from './checks/settings';
import { checkSids } from './checks/sids';
import { checkSync } from './checks/sync';
import type { CheckName, Finding } from './findings';
import { CHECKS, finding } from './findings';
import type { Patient } from './patient';

const EXAMINATIONS: Readonly<Record<CheckName, (patient: Patient) => Promise<Finding[]>>> = {
  settings: checkSettings,
  sids: checkSids,
  hooks: checkHooks,
  exposure: checkExposure,
  runtime: checkRuntime,
  sync: checkSync,
};

/** Runs every check, one after the other; one that fails is a finding, and no reason to leave out the others. */
export async function examine(patient: Patient, onChecked?: (check: CheckName) => void): Promise<Finding[]> {
  const found: Finding[] = [];
  for (const check of CHECKS) {
    try {
      found.push(...(await EXAMINATIONS[check](patient)));
    } catch (error) {
      const problem = error instanceof Error ? error.message : 'something that is not an error was thrown';
      found.push({ ...finding('check-failed', `${check}: ${problem}`), check });
    }
    onChecked?.(check);
  }
  return found;
}
