import { EmbeddedTwilio } from '../../simulator/embedded-twilio';
import { ManualClock } from '../../simulator/kernel/clock';
import { callRest } from './rest-caller';

const INTERACTIONS = 'https://flex-api.twilio.com/v1/Interactions';
const DOCUMENTS = 'https://sync.twilio.com/v1/Services/default/Documents';

function setUp() {
  const clock = new ManualClock();
  const twilio = new EmbeddedTwilio({ clock, seed: 'limits' });
  twilio.limits.enabled = true;
  /** How many of some equal requests were refused for being too many. */
  const countRefused = async (line: string, requests: number): Promise<number> => {
    let refused = 0;
    for (let n = 0; n < requests; n++) refused += (await callRest(twilio, line)).status === 429 ? 1 : 0;
    return refused;
  };
  return { clock, twilio, countRefused };
}

describe("Twilio's rate limits", () => {
  it('20 Interactions a second; the next is 429 in the shape of an error, and says when to come back', async () => {
    const { twilio, countRefused } = setUp();
    expect(await countRefused(`POST ${INTERACTIONS}`, 20)).toBe(0);
    expect(await callRest(twilio, `POST ${INTERACTIONS}`)).toMatchObject({
      status: 429,
      headers: { 'Retry-After': '1' },
      body: { code: 20429, status: 429 },
    });
  });

  it('fill up again as time passes, and no further than a second holds', async () => {
    const { clock, countRefused } = setUp();
    expect(await countRefused(`POST ${INTERACTIONS}`, 25)).toBe(5);
    await clock.advance(250);
    expect(await countRefused(`POST ${INTERACTIONS}`, 6)).toBe(1);
    await clock.advance(60_000);
    expect(await countRefused(`POST ${INTERACTIONS}`, 21)).toBe(1);
  });

  it('are kept for each operation by itself', async () => {
    const { countRefused } = setUp();
    const channel = `${INTERACTIONS}/KD${'0'.repeat(32)}/Channels/UO${'0'.repeat(32)}`;
    expect(await countRefused(`POST ${INTERACTIONS}`, 21)).toBe(1);
    expect(await countRefused(`POST ${channel}/Invites`, 21)).toBe(1);
    expect(await countRefused(`POST ${channel}`, 21)).toBe(1);
    expect(await countRefused('POST https://conversations.twilio.com/v1/Conversations', 31)).toBe(1);
  });

  it('do not touch what has none', async () => {
    const { countRefused } = setUp();
    expect(await countRefused('GET https://conversations.twilio.com/v1/Conversations', 100)).toBe(0);
    expect(await countRefused(`POST ${DOCUMENTS}`, 100)).toBe(0);
  });

  it('let a Sync Document be read and written 20 times a second each, with a burst of ten seconds', async () => {
    const { clock, twilio, countRefused } = setUp();
    await callRest(twilio, `POST ${DOCUMENTS}`, { form: { UniqueName: 'a' } });
    await callRest(twilio, `POST ${DOCUMENTS}`, { form: { UniqueName: 'b' } });
    expect(await countRefused(`GET ${DOCUMENTS}/a`, 203)).toBe(3);
    expect(await countRefused(`POST ${DOCUMENTS}/a`, 203)).toBe(3);
    expect(await countRefused(`GET ${DOCUMENTS}/b`, 100)).toBe(0);
    await clock.advance(1_000);
    expect(await countRefused(`GET ${DOCUMENTS}/a`, 21)).toBe(1);
  });

  it('are off unless they are asked for', async () => {
    const { twilio, countRefused } = setUp();
    twilio.limits.enabled = false;
    expect(await countRefused(`POST ${INTERACTIONS}`, 50)).toBe(0);
  });

  it('do not count who is not let in', async () => {
    const { twilio, countRefused } = setUp();
    for (let n = 0; n < 30; n++) await callRest(twilio, `POST ${INTERACTIONS}`, { authorization: undefined });
    expect(await countRefused(`POST ${INTERACTIONS}`, 20)).toBe(0);
  });
});
