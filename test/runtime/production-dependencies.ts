import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../../scripts/build-functions';

const LONGEST_INSTALL_MS = 120_000;

/**
 * Installs what the cloud installs: package.json's `dependencies`, without overrides, devDependencies or lockfile.
 * The folder lies outside the project and is kept for the next run with the same versions.
 *
 * @returns the path of its `node_modules`
 */
export async function installProductionDependencies(): Promise<string> {
  const { dependencies } = JSON.parse(await readFile(path.join(ROOT, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  const manifest = JSON.stringify({ private: true, dependencies });
  const key = createHash('sha256').update(manifest).digest('hex').slice(0, 16);
  const kept = path.join(tmpdir(), `flex-conversations-functions-${key}`);
  if (!existsSync(kept)) {
    const fresh = await mkdtemp(`${kept}-`);
    await writeFile(path.join(fresh, 'package.json'), manifest);
    await promisify(execFile)(
      'npm',
      ['install', '--prefix', fresh, '--no-package-lock', '--no-audit', '--no-fund', '--prefer-offline'],
      { cwd: fresh, timeout: LONGEST_INSTALL_MS },
    );
    // Only a finished installation gets the name; another run may have been quicker.
    await rename(fresh, kept).catch(() => rm(fresh, { recursive: true, force: true }));
  }
  return path.join(kept, 'node_modules');
}
