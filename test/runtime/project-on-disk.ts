import { readdirSync } from 'node:fs';
import path from 'node:path';
import { PAGE_ASSETS } from '../../scripts/build-pages';
import type { DeployedFile } from '../../scripts/rehearse-deploy';

const SOURCE = path.join(__dirname, '..', '..', 'src');

/** The Functions that the files of `src/functions` name. */
export function functionsOnDisk(): DeployedFile[] {
  return filesBelow('functions').map((file) => toDeployed(file, '.ts', ''));
}

/** The assets that the files of `src/assets` name, and the pages. */
export function assetsOnDisk(): DeployedFile[] {
  return [...filesBelow('assets'), ...PAGE_ASSETS].map((file) =>
    toDeployed(file, path.extname(file), path.extname(file)),
  );
}

function filesBelow(folder: string): string[] {
  const root = path.join(SOURCE, folder);
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .sort();
}

/** `a/b.protected.ts` is the protected `/a/b`: https://www.twilio.com/docs/serverless/functions-assets/visibility */
function toDeployed(file: string, extension: string, keptExtension: string): DeployedFile {
  const [, name = '', marker] =
    /^(.*?)(?:\.(protected|private))?$/.exec(file.slice(0, -extension.length)) ?? [];
  const visibility = marker === 'protected' || marker === 'private' ? marker : 'public';
  return { path: `/${name}${keptExtension}`, visibility };
}
