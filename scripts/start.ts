import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Command } from 'commander';
import { dependencies, name } from '../package.json';
import type { LocalDeployment } from '../simulator/cloud/local-deployment';
import { startLocalDeployment } from '../simulator/cloud/local-deployment';
import type { RegisteredDeployment } from '../simulator/cloud/register-deployment';
import { registerDeployment } from '../simulator/cloud/register-deployment';
import { buildPage } from '../simulator/console/build-page';
import { createConsoleServer } from '../simulator/console/console-server';
import { EmbeddedTwilio } from '../simulator/embedded-twilio';
import { close, findFreePort, listen } from '../simulator/http/listen';
import { sendWebhook } from '../simulator/http/send-webhook';
import { LOCAL_FOLDER, LOCAL_TWILIO_FILE } from './account/local-account';
import { buildFunctions, ROOT } from './build-functions';
import { runCommand } from './terminal/run-command';

const PORTS = { console: 4000, functions: 3000, twilio: 4010 };

interface StartOptions {
  readonly unwired?: boolean;
}

/** Everything on this machine: the project as it would run in the cloud, a Twilio to talk to, and a page. */
async function start({ unwired = false }: StartOptions): Promise<void> {
  const { functions } = await buildFunctions();
  const twilio = new EmbeddedTwilio({ send: sendWebhook });
  const consolePort = await findFreePort(PORTS.console);
  const registered: { deployment?: RegisteredDeployment } = {};
  const deployment = await startLocalDeployment({
    twilio,
    project: ROOT,
    functions,
    ports: PORTS,
    isUnwired: unwired,
    withEventStreams: true,
    // The desks call the Functions from the console's page, as plugins call them from Flex.
    variables: {
      ALLOWED_ORIGINS: `http://localhost:${consolePort},http://127.0.0.1:${consolePort},https://flex.twilio.com`,
    },
    onLine: (line) => {
      registered.deployment?.log(line);
      showProblem(line);
    },
  });
  registered.deployment = registerDeployment(twilio.serverless, {
    name,
    functions,
    dependencies,
    runtime: 'node22',
    variables: withoutCredentials(deployment.variables),
  });
  await tellCommands(twilio, deployment);
  const consoleServer = createConsoleServer({
    twilio,
    agents: deployment.account.agents,
    functionsUrl: deployment.functionsUrl,
    page: await buildPage(),
  });
  await listen(consoleServer, consolePort);
  deployment.account.agents[0]?.setActivity('Available');

  console.log(`
  Flex Conversations, on your laptop

    Console    http://localhost:${consolePort}   write as the customer, answer as the agent
    Functions  ${deployment.functionsUrl}   as deployed: signatures, limits and CORS as in the cloud
    Twilio     ${deployment.twilioUrl}   the embedded REST API
${unwired ? '\n  Nothing is pointed at the Functions yet: `npm run setup -- --local` in another terminal.' : ''}
  Commands for an account work here too, with --local: npm run doctor -- --local
  Ctrl-C stops everything.
`);

  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    const all = [close(consoleServer), deployment.stop(), rm(LOCAL_TWILIO_FILE, { force: true })];
    void Promise.all(all).then(() => {
      process.exit(0);
    });
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

/** The Functions log one JSON line per invocation, which the console shows; anything else is worth a look. */
function showProblem(line: string): void {
  if (/"level":"error"|Error:|^\s+at /.test(line)) console.error(line);
}

/** Writes down what the commands with `--local` have to know, beside a routing table and settings to try on. */
async function tellCommands(twilio: EmbeddedTwilio, deployment: LocalDeployment): Promise<void> {
  const { accountSid, authToken } = twilio;
  const { twilioPort, functionsUrl } = deployment;
  await rm(LOCAL_FOLDER, { recursive: true, force: true });
  await mkdir(LOCAL_FOLDER, { recursive: true });
  await writeFile(LOCAL_TWILIO_FILE, JSON.stringify({ accountSid, authToken, twilioPort, functionsUrl }));
  const settings = Object.entries(withoutCredentials(deployment.variables));
  await writeFile(
    path.join(LOCAL_FOLDER, '.env'),
    settings.map(([key, value]) => `${key}=${value}\n`).join(''),
  );
  const table = path.join('assets', 'routing.private.json');
  await cp(path.join(ROOT, 'src', table), path.join(LOCAL_FOLDER, 'routing.private.json'));
}

/** Those are no variables of a deployment: the platform gives them. */
function withoutCredentials(variables: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(variables).filter(([key]) => key !== 'ACCOUNT_SID' && key !== 'AUTH_TOKEN'),
  );
}

const command = new Command('npm start --')
  .description('Runs the project on this machine, with a Twilio to talk to.')
  .option('--unwired', 'as in an account before its setup')
  .action(start);

void runCommand(command);
