import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { ROOT } from '../../scripts/build-functions';

describe('the tests that mutants are tried with', () => {
  it('run in Mocha too, with what they use of Jest', () => {
    const mocha = path.join(ROOT, 'node_modules', 'mocha', 'bin', 'mocha.js');
    const args = [
      '--config',
      'test/mutation/mocharc.cjs',
      '--grep',
      'a request comes once',
      '--reporter',
      'json',
    ];
    const output = execFileSync(process.execPath, [mocha, ...args], { cwd: ROOT, encoding: 'utf8' });
    const { stats } = JSON.parse(output) as { stats: { passes: number; failures: number } };
    expect(stats.failures).toBe(0);
    expect(stats.passes).toBeGreaterThan(5);
  });
});
