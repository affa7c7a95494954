import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const SIMULATOR = path.join(__dirname, '..', '..', 'simulator');
const readme = readFileSync(path.join(SIMULATOR, 'README.md'), 'utf8');
const [example = '', weather = ''] = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)].map(
  ([, code = '']) => code,
);

/** Runs code as a program in the simulator's folder; what it prints. */
function run(code: string): string {
  const folder = mkdtempSync(path.join(SIMULATOR, '.readme-'));
  const file = path.join(folder, 'example.ts');
  const imports = [...code.matchAll(/^import .*$/gm)]
    .map(([line]) => line.replace("'./simulator'", "'..'"))
    .join('\n');
  const body = code.replace(/^import .*$/gm, '');
  writeFileSync(file, `${imports}\nasync function main() {\n${body}\n}\nmain();\n`);
  try {
    return execFileSync(process.execPath, ['--import', 'tsx', file], { encoding: 'utf8' });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe("the simulator's README", () => {
  it('shows how to use it in ten lines that do what they say', () => {
    expect(example.trim().split('\n').filter(Boolean).length).toBeLessThanOrEqual(10);
    expect(run(`${example}\nconsole.log(state);`)).toBe('closed\n');
  });

  it('shows weather that comes', () => {
    const code = `${example}\n${weather}
      const gone = await twilio(embedded.accountSid, embedded.authToken, { httpClient }).flexApi.v1.interaction.create({ channel: {} }).catch((error) => error.code);
      console.log(gone, embedded.faults.rules.length);`;
    expect(run(code)).toBe('ECONNRESET 0\n');
  });

  it('names files that there are', () => {
    for (const [, file = ''] of readme.matchAll(/`((?:kernel|weather)\/[\w./-]+)`/g)) {
      expect(readFileSync(path.join(SIMULATOR, file), 'utf8')).not.toBe('');
    }
  });
});
