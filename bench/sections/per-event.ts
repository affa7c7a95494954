import { Instance } from '../process/instance';
import type { Stage, Subject } from '../stage';
import { agentMessage, laterMessage, SUBJECTS } from '../stage';
import { Samples } from '../statistics';
import type { Section } from '../tables';
import { comparisonTable } from '../tables';

/** How long a REST call takes, and how often each event is measured then. */
const LATENCIES = [
  { latencyMs: 0, rounds: 41 },
  { latencyMs: 50, rounds: 11 },
  { latencyMs: 200, rounds: 5 },
];
const WARM_UP = 10;

const KINDS = ["a customer's first message", "a customer's later message", "an agent's message"] as const;

/** Warm instances: REST calls and milliseconds of every kind of event, at several latencies of Twilio. */
export async function perEvent(stage: Stage): Promise<Section[]> {
  const instances = {
    ours: new Instance(stage.served.port),
    naive: new Instance(stage.served.port),
  };
  const calls = new Samples();
  const ms = new Samples();
  const measure = async (latencyMs: number): Promise<void> => {
    for (const subject of SUBJECTS) {
      stage.served.twilio.latencyMs = 0;
      const first = await stage.firstMessage();
      stage.served.twilio.latencyMs = latencyMs;
      const events = [first, laterMessage(first), agentMessage(first)];
      for (const [index, event] of events.entries()) {
        const before = stage.callCount;
        const measured = await instances[subject].run(stage.request(subject, event));
        const name = nameOf(subject, KINDS[index] ?? '', latencyMs);
        calls.add(name, stage.callCount - before);
        ms.add(name, measured.ms);
      }
    }
  };
  for (let round = 0; round < WARM_UP; round++) await measure(-1);
  for (const { latencyMs, rounds } of LATENCIES) {
    for (let round = 0; round < rounds; round++) await measure(latencyMs);
  }
  stage.served.twilio.latencyMs = 0;
  await Promise.all(Object.values(instances).map((instance) => instance.stop()));
  const both = (samples: Samples, kind: string, latencyMs: number) => ({
    ours: samples.median(nameOf('ours', kind, latencyMs)),
    naive: samples.median(nameOf('naive', kind, latencyMs)),
  });
  return [
    {
      title: 'REST calls of one event',
      text: 'Medians. The claim and the record of a first message are calls too: they are what makes it one Interaction. The baseline creates an Interaction for every event, whatever it is.',
      table: comparisonTable(KINDS.map((name) => ({ name, ...both(calls, name, 0) }))),
    },
    {
      title: 'Milliseconds of one event',
      text: `Warm instances, medians of ${LATENCIES.map(({ latencyMs, rounds }) => `${rounds} at ${latencyMs} ms`).join(', ')}. The latency is that of each REST call.`,
      table: comparisonTable(
        LATENCIES.flatMap(({ latencyMs }) =>
          KINDS.map((kind) => ({
            name: `${kind}, Twilio at ${latencyMs} ms`,
            unit: 'ms',
            ...both(ms, kind, latencyMs),
          })),
        ),
      ),
    },
  ];
}

function nameOf(subject: Subject, kind: string, latencyMs: number): string {
  return `${subject} ${kind} ${latencyMs}`;
}
