import { BACKEND_OPERATIONS } from './backend-operations';
import type { Operation } from './operation';
import { OUTREACH_OPERATIONS } from './outreach-operations';
import { TEAM_OPERATIONS } from './team-operations';
import { WEBHOOK_OPERATIONS } from './webhook-operations';

/** Every URL of a deployment, in the order in which they are documented. */
export const OPERATIONS: readonly Operation[] = [
  ...OUTREACH_OPERATIONS,
  ...TEAM_OPERATIONS,
  ...BACKEND_OPERATIONS,
  ...WEBHOOK_OPERATIONS,
];
