import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildFunctions } from '../../scripts/build-functions';
import { installProductionDependencies } from './production-dependencies';

/** The built project as the cloud lays it out: flat, and under other names. */
export interface CloudLayout {
  /** Files by the paths of their URLs, e.g. `/webhooks/conversations`. */
  readonly functions: Readonly<Record<string, string>>;
  /** Files of the private assets by name, e.g. `/routing.json`. */
  readonly privateAssets: Readonly<Record<string, string>>;
  /** Where the packages really are. */
  readonly nodeModules: string;
  remove(): Promise<void>;
}

/**
 * Builds the project and lays it out as Twilio's cloud does, in a folder outside the project: Functions as
 * `handlers/ZN….js`, private assets as `files/ZN…` without an extension.
 *
 * @param routingTable takes the place of the built one
 * @see https://github.com/twilio-labs/serverless-toolkit/issues/140
 */
export async function layOutAsCloud(routingTable: object): Promise<CloudLayout> {
  const nodeModules = await installProductionDependencies();
  const root = await mkdtemp(path.join(await realpath(tmpdir()), 'cloud-layout-'));
  const dist = path.join(root, 'built');
  const built = await buildFunctions(dist);
  await writeFile(path.join(dist, 'assets', 'routing.private.json'), JSON.stringify(routingTable));
  await symlink(nodeModules, path.join(root, 'node_modules'));

  const place = async (from: string, folder: string, extension: string): Promise<string> => {
    const name = `ZN${createHash('md5').update(from).digest('hex')}${extension}`;
    await mkdir(path.join(root, folder), { recursive: true });
    await cp(path.join(dist, from), path.join(root, folder, name));
    return path.join(root, folder, name);
  };
  const functions: Record<string, string> = {};
  for (const file of built.functions) {
    const url = `/${file.replace(/(\.protected|\.private)?\.js$/, '')}`;
    functions[url] = await place(`functions/${file}`, 'handlers', '.js');
  }
  const privateAssets: Record<string, string> = {};
  for (const file of built.assets.filter((name) => name.includes('.private.'))) {
    privateAssets[`/${file.replace('.private.', '.')}`] = await place(`assets/${file}`, 'files', '');
  }
  await rm(dist, { recursive: true });
  return {
    functions,
    privateAssets,
    nodeModules: await realpath(nodeModules),
    remove: () => rm(root, { recursive: true, force: true }),
  };
}
