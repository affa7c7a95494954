import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ASSUMPTION_CHECKS } from '../../simulator/assumptions/checks';
import { embeddedTarget } from '../../simulator/assumptions/compare';

const SIMULATOR = path.join(__dirname, '..', '..', 'simulator');

const sections = readFileSync(path.join(SIMULATOR, 'ASSUMPTIONS.md'), 'utf8')
  .split(/^## /m)
  .slice(1)
  .map((section) => ({ name: /^[a-z0-9-]+/.exec(section)?.[0] ?? '', text: section }));

const code = readdirSync(SIMULATOR, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file))
  .map((file) => readFileSync(path.join(SIMULATOR, file), 'utf8'));

/** Where the code refers to an assumption: `Assumed: name.` */
const marked = code.flatMap((text) =>
  [...text.matchAll(/assumed: ([a-z0-9-]+)/gi)].map(([, name = '']) => name),
);

describe('rules without a page', () => {
  it('are exactly those of the list', () => {
    expect([...new Set(marked)].sort()).toEqual(sections.map(({ name }) => name));
  });

  it('are not assumed in the code without a name', () => {
    const nameless = code.flatMap((text) =>
      [...text.matchAll(/.*\bassumed\b(?!: [a-z]).*/gi)].map(([line]) => line),
    );
    expect(nameless).toEqual([]);
  });

  it.each(sections)('$name says how to prove it', ({ text }) => {
    expect(text).toMatch(/\n\S.{30,}/);
    expect(text).toMatch(/\nProve: .{30,}/);
  });

  it('are observed without leaving anything behind', async () => {
    const target = embeddedTarget();
    const seen: Record<string, unknown> = {};
    for (const { title, observe } of ASSUMPTION_CHECKS) seen[title] = await observe(target);
    expect(seen).toEqual({
      'a Sync Document under a name that is taken': { refused: true, status: 409, code: 54301 },
      'an update with an outdated revision': { refused: true, status: 412, code: 54103 },
      'the status of a created Conversation': { status: 201 },
      'closing a channel at once': { refused: true, status: 400, code: 45359 },
      'two Interactions for one Conversation at once': [
        { status: 'active', errorCode: null },
        { status: 'failed', errorCode: 45353 },
      ],
      'a channel becomes active': { status: 'active' },
    });
    expect(await target.client.conversations.v1.conversations.list()).toEqual([]);
    expect(await target.client.sync.v1.services('default').documents.list()).toEqual([]);
  });

  it('are checked on no account without credentials, and politely', () => {
    const root = path.join(SIMULATOR, '..');
    const { status, stderr } = spawnSync(
      process.execPath,
      ['--import', 'tsx', 'scripts/check-assumptions.ts'],
      { cwd: root, env: { PATH: process.env.PATH ?? '' }, encoding: 'utf8' },
    );
    expect(stderr).toMatch(/^Nothing was done: this needs an account. Please set TWILIO_ACCOUNT_SID/);
    expect(status).toBe(2);
  });

  it('are those that the checks name, and say so', () => {
    const checked = sections.filter(({ text }) => text.includes('_Checked_')).map(({ name }) => name);
    expect([...new Set(ASSUMPTION_CHECKS.map(({ assumption }) => assumption))].sort()).toEqual(checked);
  });
});
