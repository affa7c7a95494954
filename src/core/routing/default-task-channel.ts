/**
 * The task channel of a channel type, where nobody has named another: `sms` for text messages, `chat` for the rest.
 *
 * @see https://www.twilio.com/docs/flex/developer/conversations/interactions-api/interactions
 */
export function defaultTaskChannel(channelType: unknown): 'sms' | 'chat' {
  return channelType === 'sms' ? 'sms' : 'chat';
}
