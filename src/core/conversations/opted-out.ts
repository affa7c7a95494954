/** The error of a message to somebody who has opted out: https://www.twilio.com/docs/api/errors/21610 */
export const OPTED_OUT = 21610;
