import { cp, mkdir, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import { buildFunctions, ROOT } from '../build-functions';

/** What a deploy reads of the project, besides the build. */
const PROJECT_FILES = ['package.json', '.twilioserverlessrc'];

/** Builds the project into a folder of its own, from where it can be deployed without a trace in this one. */
export async function copyProject(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await buildFunctions(path.join(folder, 'dist'));
  for (const file of PROJECT_FILES) await cp(path.join(ROOT, file), path.join(folder, file));
  // twilio-run takes a folder without `src` or `functions` for a mistake.
  await symlink(path.join(ROOT, 'src'), path.join(folder, 'src'));
}
