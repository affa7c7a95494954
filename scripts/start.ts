import { EmbeddedTwilio } from '../simulator/embedded-twilio';
import { startLocalDeployment } from '../simulator/cloud/local-deployment';
import { buildPage } from '../simulator/console/build-page';
import { createConsoleServer } from '../simulator/console/console-server';
import { close, listen } from '../simulator/http/listen';
import { sendWebhook } from '../simulator/http/send-webhook';
import { buildFunctions, ROOT } from './build-functions';

const PORTS = { console: 4000, functions: 3000, twilio: 4010 };

/** Everything on this machine: the project as it would run in the cloud, a Twilio to talk to, and a page. */
async function start(): Promise<void> {
  const { functions } = await buildFunctions();
  const twilio = new EmbeddedTwilio({ send: sendWebhook });
  const deployment = await startLocalDeployment({
    twilio,
    project: ROOT,
    functions,
    ports: PORTS,
    onLine: showProblem,
  });
  const consoleServer = createConsoleServer({
    twilio,
    agents: deployment.account.agents,
    page: await buildPage(),
  });
  const consolePort = await listen(consoleServer, PORTS.console);
  deployment.account.agents[0]?.setActivity('Available');

  console.log(`
  Flex Conversations, on your laptop

    Console    http://localhost:${consolePort}   write as the customer, answer as the agent
    Functions  ${deployment.functionsUrl}   as deployed: signatures, limits and CORS as in the cloud
    Twilio     ${deployment.twilioUrl}   the embedded REST API

  Ctrl-C stops everything.
`);

  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    void Promise.all([close(consoleServer), deployment.stop()]).then(() => {
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

start().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
