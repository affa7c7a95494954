import { blocksIn } from './code-blocks';
import { commandsOf } from './commands';
import { readDocuments } from './documents';
import { StartedProject } from './started-project';

// Commands of their own processes, each of which loads everything anew.
jest.setTimeout(120_000);

const documents = readDocuments();

function commandsIn(name: string, what: RegExp): string[] {
  const document = documents.find((one) => one.name === name);
  const commands = document ? commandsOf(document).map(({ command }) => command) : [];
  return commands.filter((command) => what.test(command));
}

describe('in a project that runs by npm start', () => {
  let project: StartedProject;

  beforeAll(async () => {
    project = await StartedProject.run('--unwired');
  });
  afterAll(() => project.stop());

  it("wire.md's way without an account works from the plan to the removal", async () => {
    const commands = commandsIn('docs/wire.md', /--local/);
    expect(commands).toHaveLength(6);
    const printed: string[] = [];
    for (const command of commands) {
      // .ci/run has checked it.
      const isDeploy = command.startsWith('npm run deploy');
      printed.push(await project.execute(isDeploy ? `${command} --no-check` : command));
    }
    expect(printed[2]).toMatch(/no change|nothing to do/i);
    expect(printed[4]).toContain('Healthy.');
  });

  it("start.md's health and logs answer", async () => {
    const [health = ''] = commandsIn('docs/start.md', /^curl/);
    const [logs = ''] = commandsIn('docs/start.md', /logs/);
    const answer = JSON.parse(await project.execute(health)) as object;
    const start = documents.find(({ name }) => name === 'docs/start.md');
    const [shown = '{}'] = blocksIn(start?.text ?? '', 'json');
    expect(answer).toMatchObject({ status: (JSON.parse(shown) as { status: string }).status });
    expect(answer).toHaveProperty('checks');
    expect(await project.execute(logs)).toContain('backend/health');
  });

  it("the simulator's weather changes over HTTP", async () => {
    const commands = commandsIn('simulator/README.md', /^curl/);
    expect(commands).toHaveLength(2);
    for (const command of commands) await project.execute(command.replace('curl', 'curl --fail --silent'));
  });

  it('the demo holds', async () => {
    const [demo = ''] = commandsIn('docs/start.md', /demo/);
    expect(await project.execute(demo)).toContain('Every expectation held');
  });

  it('would be caught if a command failed', async () => {
    await expect(project.execute('npm run logs -- --local --conversation nonsense')).rejects.toThrow(
      /Command failed/,
    );
  });
});
