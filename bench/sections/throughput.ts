import { Instance } from '../process/instance';
import type { Stage } from '../stage';
import { agentMessage, SUBJECTS } from '../stage';
import { Samples } from '../statistics';
import type { Section } from '../tables';
import { comparisonTable } from '../tables';

const ROUNDS = 7;
const TIMES = { ours: 5_000, naive: 50 };

/** Agents' messages, one after the other in one warm instance: most of what a webhook receives. */
export async function throughput(stage: Stage): Promise<Section[]> {
  const instances = { ours: new Instance(stage.served.port), naive: new Instance(stage.served.port) };
  const perSecond = new Samples();
  const event = agentMessage(await stage.firstMessage());
  for (let round = -1; round < ROUNDS; round++) {
    for (const subject of SUBJECTS) {
      const times = TIMES[subject];
      const { ms } = await instances[subject].run(stage.request(subject, event, { times }));
      if (round >= 0) perSecond.add(subject, (times / ms) * 1_000);
    }
  }
  await Promise.all(Object.values(instances).map((instance) => instance.stop()));
  return [
    {
      title: 'Throughput of ignored events',
      text: `An agent's message again and again, one after the other, in one warm instance, against a Twilio without latency. Medians of ${ROUNDS}. The baseline does not ignore it, so each costs it a call.`,
      table: comparisonTable([
        {
          name: 'events a second',
          ours: perSecond.median('ours'),
          naive: perSecond.median('naive'),
          moreIsBetter: true,
        },
      ]),
    },
  ];
}
