import { copyFile, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildFunctions, ROOT } from '../../scripts/build-functions';
import type { LocalDeployment } from '../../simulator/cloud/local-deployment';
import { startLocalDeployment } from '../../simulator/cloud/local-deployment';
import { EmbeddedTwilio } from '../../simulator/embedded-twilio';
import { sendWebhook } from '../../simulator/http/send-webhook';

/** The project, built in a folder of its own and running there beside an embedded Twilio. */
export interface StartedDeployment extends LocalDeployment {
  readonly twilio: EmbeddedTwilio;
}

export interface StartOptions {
  /** The routing table; the project's own if absent. */
  readonly table?: object;
  /** Variables beside those that every deployment has. */
  readonly variables?: Readonly<Record<string, string>>;
}

export async function startDeployment({
  table,
  variables = {},
}: StartOptions = {}): Promise<StartedDeployment> {
  const project = await mkdtemp(path.join(tmpdir(), 'deployment-'));
  const { functions } = await buildFunctions(path.join(project, 'dist'));
  if (table !== undefined)
    await writeFile(path.join(project, 'dist', 'assets', 'routing.private.json'), JSON.stringify(table));
  for (const file of ['package.json', '.twilioserverlessrc'])
    await copyFile(path.join(ROOT, file), path.join(project, file));
  await symlink(path.join(ROOT, 'node_modules'), path.join(project, 'node_modules'));
  const twilio = new EmbeddedTwilio({ send: sendWebhook });
  const deployment = await startLocalDeployment({ twilio, project, functions, variables });
  return {
    ...deployment,
    twilio,
    stop: async () => {
      await deployment.stop();
      await rm(project, { recursive: true, force: true });
    },
  };
}
