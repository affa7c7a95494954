import { callRest } from './rest-caller';
import { autoCreate, BUSINESS, receive, twilioWithHooks } from './twilio-with-hooks';

describe('a message that begins a Conversation', () => {
  it('puts the Studio flow of its address on it', async () => {
    const { twilio } = twilioWithHooks();
    const flowSid = `FW${'1'.repeat(32)}`;
    autoCreate(twilio, { type: 'studio', studio_flow_sid: flowSid });
    const { conversation } = await receive(twilio);
    expect([...conversation.webhooks.values()]).toMatchObject([
      { target: 'studio', configuration: { flow_sid: flowSid } },
    ]);
  });

  it('puts a webhook without filters on it that hears of nothing', async () => {
    const { twilio } = twilioWithHooks();
    autoCreate(twilio, { type: 'webhook', webhook_url: 'https://example.com/address' });
    const { conversation } = await receive(twilio);
    expect([...conversation.webhooks.values()]).toMatchObject([
      { configuration: { url: 'https://example.com/address', method: 'POST', filters: [] } },
    ]);
  });
});

describe('who writes to whom', () => {
  it('is nobody where an address is longer than Twilio takes', async () => {
    const { twilio } = twilioWithHooks();
    const form = {
      'MessagingBinding.Address': `+1${'2'.repeat(256)}`,
      'MessagingBinding.ProxyAddress': BUSINESS,
    };
    const list = 'https://conversations.twilio.com/v1/Conversations';
    const { body } = await callRest(twilio, `POST ${list}`, { form: {} });
    const url = `${list}/${String(body?.sid)}/Participants`;
    expect((await callRest(twilio, `POST ${url}`, { form })).status).toBe(400);
    expect((await callRest(twilio, `GET ${url}`)).body).toMatchObject({ participants: [] });
  });
});
