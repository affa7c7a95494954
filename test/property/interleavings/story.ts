import fc from 'fast-check';
import { AGENT_STEPS } from './agent-steps';
import { CUSTOMER_STEPS } from './customer-steps';
import { Expectations } from './expectations';
import { PLATFORM_STEPS } from './platform-steps';
import type { StepKind } from './step';
import type { Surroundings } from './stormy-deployment';
import { StormyDeployment } from './stormy-deployment';
import type { Weather } from './weather';
import { anyWeather, describeWeather } from './weather';

const STEPS = [...CUSTOMER_STEPS, ...AGENT_STEPS, ...PLATFORM_STEPS];
const LONGEST = 24;
/** A scheduler sweeps soon, and after whatever has to rest. */
const CALM_MS = [2 * 60_000, 30 * 60_000, 30 * 60_000];

export const anySurroundings: fc.Arbitrary<Surroundings> = fc.record({
  nets: fc.constantFrom('sweep', 'Event Streams', 'both'),
  wiring: fc.constantFrom('service', 'address'),
  retries: fc.constantFrom(0, 2),
  patienceSeconds: fc.constantFrom(30, 600),
});

interface Model {
  readonly expectations: Expectations;
}

type Command = fc.AsyncCommand<Model, StormyDeployment>;

/** One step in its weather. */
class Step<Input> implements Command {
  readonly #kind: StepKind<Input>;
  readonly #input: Input;
  readonly #weather: Weather;

  constructor(kind: StepKind<Input>, input: Input, weather: Weather) {
    this.#kind = kind;
    this.#input = input;
    this.#weather = weather;
  }

  check({ expectations }: Readonly<Model>): boolean {
    return this.#kind.isPossible?.(expectations, this.#input) ?? true;
  }

  async run({ expectations }: Model, world: StormyDeployment): Promise<void> {
    world.weather = this.#weather;
    await this.#kind.act(expectations, this.#input);
    await world.settle(0);
    expectations.judgeMoment();
    expectations.steps.push(this.#kind.name);
    expect(expectations.broken).toEqual([]);
  }

  toString(): string {
    return `${this.#kind.name} ${JSON.stringify(this.#input)}${describeWeather(this.#weather)}`;
  }
}

function toArbitrary<Input>(kind: StepKind<Input>): fc.Arbitrary<Command> {
  return fc.tuple(kind.input, anyWeather).map(([input, weather]) => new Step(kind, input, weather));
}

/** Sequences of steps; those that cannot happen are passed over. */
export const stories = fc.commands<Model, StormyDeployment, false>(
  STEPS.flatMap((kind) => Array.from({ length: kind.weight }, () => toArbitrary<never>(kind as never))),
  { maxCommands: LONGEST, size: 'max' },
);

/** Plays a story, and then lets the weather be fair until the nets have caught what they can. */
export async function playStory(
  surroundings: Surroundings,
  commands: Iterable<Command>,
): Promise<{ broken: readonly string[]; steps: readonly string[] }> {
  const world = new StormyDeployment(surroundings);
  const expectations = new Expectations(world, surroundings);
  await fc.asyncModelRun(() => ({ model: { expectations }, real: world }), commands);
  world.calmDown();
  for (const calmMs of CALM_MS) {
    await world.settle(calmMs);
    if (surroundings.nets !== 'Event Streams') await world.sweep();
  }
  expectations.judgeEnd();
  return { broken: expectations.broken, steps: expectations.steps };
}
