import pc from 'picocolors';
import { startLocalDeployment } from '../simulator/cloud/local-deployment';
import { EmbeddedTwilio } from '../simulator/embedded-twilio';
import { sendWebhook } from '../simulator/http/send-webhook';
import type { TimelineEntry } from '../simulator/kernel/timeline';
import { Customer } from '../simulator/people/customer';
import { buildFunctions, ROOT } from './build-functions';

const LONGEST_WAIT_MS = 3_000;
const BUSINESS = '+14155550111';

/** One expectation of the story: what should be, and whether it came true. */
interface Expectation {
  readonly text: string;
  readonly held: boolean;
}

/** Plays a story against the built project, prints what happens, and fails if anything was not as expected. */
async function demo(): Promise<boolean> {
  const { functions } = await buildFunctions();
  const twilio = new EmbeddedTwilio({ send: sendWebhook });
  const logs: LogLine[] = [];
  const deployment = await startLocalDeployment({
    twilio,
    project: ROOT,
    functions,
    onLine: (line) => {
      if (line.startsWith('{"level"')) logs.push(JSON.parse(line) as LogLine);
    },
  });
  const expectations: Expectation[] = [];
  const expect = async (text: string, check: () => boolean): Promise<void> => {
    const held = await comesTrue(check);
    expectations.push({ text, held });
    console.log(`    ${held ? pc.green('✓') : pc.red('✗')} ${text}`);
  };
  const chapter = async (title: string, act: () => unknown): Promise<void> => {
    console.log(`\n${pc.bold(title)}`);
    const before = twilio.timeline.entries.length;
    await act();
    await settle(twilio);
    for (const entry of twilio.timeline.entries.slice(before)) print(entry);
  };
  const interactions = () => twilio.interactions.interactions.size;
  const tasks = () => [...twilio.workspace.tasks.values()].length;
  const outcomes = (outcome: string) => logs.filter((line) => line.outcome === outcome).length;

  const [ada] = deployment.account.agents;
  if (!ada) throw new Error('There is no agent');
  const ella = new Customer(twilio, '+12025550143');
  const conversation = () =>
    [...twilio.conversations.conversations.values()].find(
      ({ entity }) => entity.friendly_name === ella.address,
    );

  await chapter('Ada comes to work, and a customer sends a first SMS', () => {
    ada.setActivity('Available');
    return ella.write(BUSINESS, 'Hello, my parcel has not arrived');
  });
  await expect(
    'Both webhooks were delivered, and one Interaction was made',
    () => interactions() === 1 && outcomes('routed') === 1,
  );
  await expect('Ada is offered the task', () => ada.reservations.length === 1);

  await chapter('The customer writes again while nobody has answered', () =>
    ella.write(BUSINESS, 'It is number 4711'),
  );
  await expect(
    'It costs one read, and no second Interaction',
    () => interactions() === 1 && logs.at(-1)?.calls === 1,
  );

  await chapter('Ada accepts and replies', async () => {
    ada.accept();
    await settle(twilio);
    ada.write(conversation()?.entity.sid ?? '', 'Good morning! Let me look it up for you.');
  });
  await expect('The Conversation has three messages', () => conversation()?.messages.length === 3);
  await expect(
    "The agent's own message costs nothing",
    () => logs.at(-1)?.reason === 'agent_message' && logs.at(-1)?.calls === 0,
  );

  await chapter('A new customer sends five messages at once', () => {
    const hasty = new Customer(twilio, '+12025550177');
    return Promise.all(
      ['Hello?', 'Are you there?', 'I am waiting', 'Number 4712', 'Please!'].map((text) =>
        hasty.write(BUSINESS, text),
      ),
    );
  });
  await expect(
    'Six webhooks at once made exactly one more Interaction',
    () => interactions() === 2 && tasks() === 2,
  );

  await chapter('Somebody without a signature calls the webhook', async () => {
    const response = await fetch(`${deployment.functionsUrl}/webhooks/conversations`, {
      method: 'POST',
      body: new URLSearchParams({ EventType: 'onMessageAdded' }),
    });
    console.log(`  ${pc.dim('answer')}  ${response.status} ${await response.text()}`);
    await expect('They are refused', () => response.status === 400);
  });

  await deployment.stop();
  const failed = expectations.filter(({ held }) => !held).length;
  const verdict =
    failed === 0 ? pc.green('Every expectation held.') : pc.red(`${failed} expectations did not hold.`);
  console.log(
    `\n${pc.bold(verdict)} ${logs.length} invocations, ${sum(logs.map(({ calls }) => calls))} REST calls, ${interactions()} Interactions.\n`,
  );
  return failed === 0;
}

interface LogLine {
  readonly outcome: string;
  readonly reason?: string;
  readonly calls: number;
}

function print(entry: TimelineEntry): void {
  const title = entry.title.replace(/([A-Z]{2}[0-9a-f]{6})[0-9a-f]{26}/g, '$1…');
  const result =
    entry.outcome === undefined
      ? ''
      : `${entry.outcome}${entry.ms === undefined ? '' : pc.dim(`  ${entry.ms} ms`)}`;
  if (entry.kind === 'person') console.log(`  ${pc.cyan('●')} ${title}`);
  else if (entry.kind === 'webhook') console.log(`  ${pc.magenta('→')} ${title.padEnd(28)} ${result}`);
  else console.log(`      ${pc.dim(title.padEnd(76))} ${result}`);
}

/** Waits until nothing is on its way any more. */
async function settle(twilio: EmbeddedTwilio): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 200));
  for (let waitedMs = 0; twilio.world.deliveries.running > 0 && waitedMs < LONGEST_WAIT_MS; waitedMs += 20) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function comesTrue(check: () => boolean): Promise<boolean> {
  for (let waitedMs = 0; !check() && waitedMs < LONGEST_WAIT_MS; waitedMs += 20) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return check();
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

demo()
  .then((held) => {
    process.exit(held ? 0 : 1);
  })
  .catch((error: unknown) => {
    console.error(error);
    process.exit(1);
  });
