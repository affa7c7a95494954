/** Twilio's own opt-out keywords: https://help.twilio.com/articles/223134027 */
const OPT_OUT_KEYWORDS: ReadonlySet<string | undefined> = new Set([
  'STOP',
  'STOPALL',
  'UNSUBSCRIBE',
  'CANCEL',
  'END',
  'QUIT',
  'REVOKE',
  'OPTOUT',
]);

/** Whether a text message, by itself, tells us to stop writing. */
export function isOptOutKeyword(body: string | undefined): boolean {
  return OPT_OUT_KEYWORDS.has(body?.trim().toUpperCase());
}
