import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseEnv } from 'node:util';
import { ROOT } from '../../scripts/build-functions';
import { readSettings, SETTING_NAMES } from '../../src/core/settings';

const text = readFileSync(path.join(ROOT, '.env.example'), 'utf8');
/** The platform alone knows it; a value of ours would hide its own. */
const NOT_OURS = ['DOMAIN_NAME'];
const settings = SETTING_NAMES.filter((name) => !NOT_OURS.includes(name));
const blocks = text.split('\n\n').slice(1);

describe('.env.example', () => {
  it('lists exactly the settings, each once', () => {
    const listed = blocks.map((block) => /^(\w+)=$/m.exec(block)?.[1]);
    expect(listed).toEqual(settings);
    expect(Object.keys(parseEnv(text)).sort()).toEqual([...settings].sort());
  });

  it.each(blocks)('says what it is, its format and whether it is required: %#', (block) => {
    const lines = block.trimEnd().split('\n');
    expect(lines.at(-3)).toMatch(/^# format: (sid|secret|text|number|url|list\(\w+\))(, .+)?$/);
    expect(lines.at(-2)).toMatch(/^# required: (true|false(, default: .+)?)$/);
    expect(lines[0]).toMatch(/^# [A-Z].+/);
  });

  it('calls required what a deployment refuses to run without', () => {
    const required = blocks
      .filter((block) => block.includes('# required: true'))
      .map((block) => block.trim().split('\n').at(-1));
    const sid = (prefix: string): string => prefix + '0'.repeat(32);
    const given = { ACCOUNT_SID: sid('AC'), AUTH_TOKEN: 'token' };
    const full = { ...given, TASKROUTER_WORKSPACE_SID: sid('WS'), TASKROUTER_WORKFLOW_SID: sid('WW') };
    expect(() => readSettings(full)).not.toThrow();
    expect(required).toEqual(
      Object.keys(full)
        .slice(2)
        .map((name) => `${name}=`),
    );
    for (const name of Object.keys(full).slice(2))
      expect(() => readSettings({ ...full, [name]: undefined })).toThrow(name);
  });
});
