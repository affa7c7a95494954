import { EmbeddedTwilio } from '../../simulator/embedded-twilio';
import { sdkClientOf } from './sdk-client';

const NUMBER = '+14155550111';
const OTHER_NUMBER = '+14155550222';
const WHATSAPP = 'whatsapp:+14155550111';

function connect() {
  const twilio = new EmbeddedTwilio({ seed: 'senders' });
  for (const address of [NUMBER, OTHER_NUMBER, WHATSAPP, 'messenger:123', 'help@example.com'])
    twilio.senders.own(address);
  const client = sdkClientOf(twilio);
  const numbers = async (filter: { phoneNumber?: string; limit?: number; pageSize?: number } = {}) =>
    (await client.incomingPhoneNumbers.list(filter)).map(({ phoneNumber }) => phoneNumber);
  const senders = async (channel: string) =>
    (await client.messaging.v2.channelsSenders.list({ channel })).map(({ senderId }) => senderId);
  return { twilio, numbers, senders };
}

describe('what the account may write from', () => {
  it('is its numbers, all or those that are asked for, page by page', async () => {
    const { numbers } = connect();
    expect(await numbers()).toEqual([NUMBER, OTHER_NUMBER]);
    expect(await numbers({ phoneNumber: OTHER_NUMBER })).toEqual([OTHER_NUMBER]);
    expect(await numbers({ phoneNumber: '+14155550999' })).toEqual([]);
    expect(await numbers({ pageSize: 1 })).toEqual([NUMBER, OTHER_NUMBER]);
  });

  it('is its WhatsApp senders, on that channel alone', async () => {
    const { senders } = connect();
    expect(await senders('whatsapp')).toEqual([WHATSAPP]);
    expect(await senders('rcs')).toEqual([]);
  });

  it('is no more what was released', async () => {
    const { twilio, numbers, senders } = connect();
    twilio.senders.release(NUMBER);
    expect([await numbers(), await senders('whatsapp')]).toEqual([[OTHER_NUMBER], [WHATSAPP]]);
    twilio.senders.release(WHATSAPP);
    expect([await numbers(), await senders('whatsapp')]).toEqual([[OTHER_NUMBER], []]);
  });
});
