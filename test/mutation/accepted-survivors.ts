import type { AcceptedSurvivors } from '../../scripts/mutation-document';

/** The mutants that no test notices and none has to: what stood there, what Stryker put instead, and why it may live. */
export const ACCEPTED_SURVIVORS: AcceptedSurvivors = {};
