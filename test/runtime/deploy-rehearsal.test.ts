import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { ROOT } from '../../scripts/build-functions';
import type { DeployedFile, DeployedProject } from '../../scripts/rehearse-deploy';
import { rehearseDeploy } from '../../scripts/rehearse-deploy';
import { assetsOnDisk, functionsOnDisk } from './project-on-disk';

const DEPLOY_TIMEOUT_MS = 60_000;

const VARIABLES = {
  TASKROUTER_WORKSPACE_SID: 'WS00000000000000000000000000000001',
  TASKROUTER_WORKFLOW_SID: 'WW00000000000000000000000000000001',
  BACKEND_API_KEY: 'a key with spaces',
};

const byPath = (files: readonly DeployedFile[]) => [...files].sort((a, b) => a.path.localeCompare(b.path));

const urlsOf = ({ functions, assets }: DeployedProject) =>
  [...functions, ...assets].filter(({ visibility }) => visibility !== 'private').map(({ path: url }) => url);

/** Where twilio-run remembers what it deployed. */
const readDeployInfo = () => readFile(path.join(ROOT, '.twiliodeployinfo'), 'utf8').catch(() => 'no file');

let deployed: DeployedProject;
let deployInfoBefore: string;

beforeAll(async () => {
  deployInfoBefore = await readDeployInfo();
  deployed = await rehearseDeploy(VARIABLES);
}, DEPLOY_TIMEOUT_MS);

describe('a deploy', () => {
  it('makes every file of src/functions a Function of its path and visibility, and nothing else', () => {
    expect(functionsOnDisk()).not.toEqual([]);
    expect(byPath(deployed.functions)).toEqual(byPath(functionsOnDisk()));
  });

  it('makes every file of src/assets and every page an asset of its path and visibility, and nothing else', () => {
    expect(byPath(deployed.assets)).toEqual(byPath(assetsOnDisk()));
  });

  it('gives a URL to nothing but the files that are not private', () => {
    const expected = [...functionsOnDisk(), ...assetsOnDisk()].filter(
      ({ visibility }) => visibility !== 'private',
    );
    expect(urlsOf(deployed).sort()).toEqual(expected.map(({ path: url }) => url).sort());
  });

  it('has Twilio check the signature of every webhook, but of Event Streams, which does not sign', () => {
    const unsigned = deployed.functions.filter(
      ({ path: url, visibility }) => url.startsWith('/webhooks/') && visibility !== 'protected',
    );
    expect(unsigned.map(({ path: url }) => url)).toEqual(['/webhooks/event-streams']);
    expect(deployed.functions).toContainEqual({ path: '/webhooks/conversations', visibility: 'protected' });
  });

  it('keeps the routing table private', () => {
    expect(deployed.assets).toContainEqual({ path: '/routing.json', visibility: 'private' });
  });

  it('installs the dependencies of package.json, each of an exact version, and nothing else', () => {
    const { dependencies } = JSON.parse(
      readFileSync(path.join(ROOT, 'package.json'), 'utf8'),
    ) as DeployedProject;
    expect(deployed.dependencies).toEqual(dependencies);
    expect(Object.keys(dependencies).sort()).toEqual(['@twilio/runtime-handler', 'twilio']);
    for (const version of Object.values(deployed.dependencies)) expect(version).toMatch(/^\d+\.\d+\.\d+$/);
  });

  it('runs on Node 22', () => {
    expect(deployed.runtime).toBe('node22');
  });

  it('sets the given variables and no other: not the credentials, which the platform gives', () => {
    expect(deployed.variables).toEqual(VARIABLES);
    expect(Object.keys(deployed.variables)).not.toContain('AUTH_TOKEN');
  });

  it('leaves no trace in the project', async () => {
    expect(await readDeployInfo()).toBe(deployInfoBefore);
  });

  it(
    'that Twilio refuses fails with what twilio-run says',
    async () => {
      await expect(rehearseDeploy({ ...VARIABLES, TOO_LONG: 'x'.repeat(451) })).rejects.toThrow(
        /twilio-run deploy failed:[^]*20001[^]*Value is longer than 450 bytes/,
      );
    },
    DEPLOY_TIMEOUT_MS,
  );
});
