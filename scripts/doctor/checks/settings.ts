import { ConfigurationError, readSettings, SETTING_NAMES } from '../../../src/core/settings';
import type { Finding } from '../findings';
import { finding } from '../findings';
import type { Patient } from '../patient';

/** Given by the platform. */
const GIVEN = ['ACCOUNT_SID', 'AUTH_TOKEN'];

/** Whether the deployment has the settings it needs, and those that `.env` has. */
export async function checkSettings(patient: Patient): Promise<Finding[]> {
  const { client, accountSid, deployment, variables, envFile, table } = patient;
  const service = await client.serverless.v1.services(deployment.serviceSid).fetch();
  const names = Object.keys(variables);
  return [
    ...(service.includeCredentials ? [] : [finding('credentials-withheld', service.uniqueName)]),
    ...checkValues({ ...variables, ACCOUNT_SID: accountSid, AUTH_TOKEN: 'given' }),
    ...('problem' in table ? [finding('setting-wrong', table.problem)] : []),
    ...names.filter((name) => !SETTING_NAMES.includes(name)).map((name) => finding('setting-unknown', name)),
    ...SETTING_NAMES.filter((name) => !GIVEN.includes(name) && envFile.exists)
      .filter((name) => envFile.get(name) !== undefined && envFile.get(name) !== variables[name])
      .map((name) => finding('settings-not-deployed', name)),
    ...(variables.BACKEND_API_KEY ? [] : [finding('backend-key-missing', 'BACKEND_API_KEY')]),
    ...(variables.SWEEP_SINCE ? [] : [finding('sweep-only-reports', 'SWEEP_SINCE')]),
  ];
}

function checkValues(context: Readonly<Record<string, unknown>>): Finding[] {
  try {
    readSettings(context);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return [finding('setting-wrong', error.message)];
  }
}
