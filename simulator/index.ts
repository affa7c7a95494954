/** What other projects use of the embedded Twilio. */
export { EmbeddedTwilio } from './embedded-twilio';
export { setUpFlexAccount } from './flex-account';
export { createRestServer } from './http/rest-server';
export { sendWebhook } from './http/send-webhook';
export { ManualClock } from './kernel/clock';
export { Agent } from './people/agent';
export { ChatCustomer } from './people/chat-customer';
export { Customer } from './people/customer';
export { EmbeddedHttpClient } from './sdk/embedded-http-client';
