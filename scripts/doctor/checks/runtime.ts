import { dependencies } from '../../../package.json';
import type { Finding } from '../findings';
import { finding } from '../findings';
import type { Patient } from '../patient';

/** Runtimes that are in service and tried: https://www.twilio.com/docs/serverless/functions-assets/functions/node-versions */
const RUNTIMES = ['node20', 'node22'];

const HANDLER = '@twilio/runtime-handler';

/** What the build answers, where the SDK's types do not say it. */
interface Versioned {
  readonly path: string;
  readonly visibility: string;
}

/** Whether what runs is what this project is, on what it is tested with. */
export async function checkRuntime({ client, deployment, functions }: Patient): Promise<Finding[]> {
  const { serviceSid, buildSid } = deployment;
  if (buildSid === null) return [];
  const build = await client.serverless.v1.services(serviceSid).builds(buildSid).fetch();
  const deployed = (build.functionVersions as unknown as Versioned[]).map(
    ({ path, visibility }) => `${visibility.toLowerCase()} ${path}`,
  );
  const here = [...functions].map(([path, visibility]) => `${visibility} ${path}`);
  const versions = build.dependencies as unknown as { readonly name: string; readonly version: string }[];
  const handler = versions.find(({ name }) => name === HANDLER)?.version;
  return [
    ...(RUNTIMES.includes(build.runtime) ? [] : [finding('runtime-old', build.runtime)]),
    ...(handler === dependencies[HANDLER]
      ? []
      : [finding('runtime-handler-other', handler ?? 'of no version')]),
    ...here
      .filter((one) => !deployed.includes(one))
      .map((one) => finding('functions-other', `${one} is missing there`)),
    ...deployed
      .filter((one) => !here.includes(one))
      .map((one) => finding('functions-other', `${one} is there only`)),
  ];
}
