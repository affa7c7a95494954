import { click, lastCreation, withAgents } from './outreach-deployment';

const EMAIL = '/agent/click-to-email';
const MAIL = { to: 'ella@example.com', subject: 'Your order' };
const PROBLEM = 'must be one or several mail addresses, separated by commas';
const LABEL = 'x'.repeat(63);
const LONGEST = `${'e'.repeat(52)}@${`${LABEL}.`.repeat(4)}example.com`;

describe('a mail goes to', () => {
  it.each([
    ["o'neil@example.com", ["o'neil@example.com"]],
    ['ella+orders@example.com', ['ella+orders@example.com']],
    ['#ella!{}|~.van-der.Berg@mail.example.co.uk', ['#ella!{}|~.van-der.Berg@mail.example.co.uk']],
    ['ella@xn--mller-kva.xn--p1ai', ['ella@xn--mller-kva.xn--p1ai']],
    ['ella@example.com,', ['ella@example.com']],
    [' ella@example.com , joe@example.com , ', ['ella@example.com', 'joe@example.com']],
    [
      ['ella@example.com ', 'joe@example.com'],
      ['ella@example.com', 'joe@example.com'],
    ],
    [LONGEST, [LONGEST]],
  ])('%j', async (to, addresses) => {
    const world = withAgents();
    expect((await click(world, EMAIL, { ...MAIL, to })).status).toBe(201);
    const { participants } = lastCreation(world.deployment, 'Channel') as {
      participants: { address: string }[];
    };
    expect(participants.map(({ address }) => address)).toEqual(addresses);
  });
});

describe('a mail is refused, by the name of the parameter, if one of its recipients is', () => {
  it.each([
    'nobody',
    'nobody@example',
    'nobody@192.0.2.1',
    'nobody@-example.com',
    '.nobody@example.com',
    'no..body@example.com',
    'nobody@example.com\r\nBcc: joe@example.com',
    'Nobody <nobody@example.com>',
    '"no body"@example.com',
    'nobody@example.com; joe@example.com',
    `e${LONGEST}`,
    ',',
    'ella@example.com,,',
    'ella@example.com,,joe@example.com',
    ['ella@example.com', ''],
    ['ella@example.com', 5],
    [],
    { address: 'ella@example.com' },
  ])('%j', async (wrong) => {
    const world = withAgents();
    const { status, body } = await click(world, EMAIL, {
      to: wrong,
      cc: wrong,
      bcc: wrong,
      subject: 'Your order',
    });
    expect([status, body.details]).toEqual([400, { fields: { to: PROBLEM, cc: PROBLEM, bcc: PROBLEM } }]);
    expect(world.deployment.liveTasks).toEqual([]);
  });

  it.each([
    [20, undefined],
    [21, { fields: { to: 'must not be more than 20 addresses' } }],
  ])('of %d', async (count, details) => {
    const to = Array.from({ length: count }, (_, index) => `ella${index}@example.com`).join();
    expect((await click(withAgents(), EMAIL, { ...MAIL, to })).body.details).toEqual(details);
  });
});
