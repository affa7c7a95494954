/** How long to let an Interaction settle whose answer got lost, in milliseconds, before looking for its task. */
export const SETTLING_MS = 300;
