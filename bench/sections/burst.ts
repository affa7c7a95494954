import type { BurstResult } from '../../test/reliability/burst';
import { runBurst } from '../../test/reliability/burst';
import { deliverToNaive } from '../naive/deliver-to-naive';
import type { Section } from '../tables';
import { number, table } from '../tables';

const BURST = { conversations: 300, withinMs: 3_000, latencyMs: 80, forMs: 15 * 60_000 };

/** Many new customers at once, against the documented limits of the Interactions API and of Functions. */
export async function burst(): Promise<Section[]> {
  const rows: [string, BurstResult][] = [
    [
      'this project, webhooks and Event Streams',
      await runBurst({ ...BURST, nets: 'webhooks and Event Streams' }),
    ],
    ['this project, webhooks and sweep', await runBurst({ ...BURST, nets: 'webhooks and sweep' })],
    ['this project, webhooks alone', await runBurst({ ...BURST, nets: 'webhooks alone' })],
    ['baseline', await runBurst({ ...BURST, nets: 'webhooks alone', sender: deliverToNaive })],
  ];
  return [
    {
      title: 'Burst',
      text: `${BURST.conversations} customers write within ${BURST.withinMs / 1_000} seconds of simulated time; every call takes ${BURST.latencyMs} ms, Twilio admits 20 Interactions a second and Functions 30 invocations at once. A quarter of an hour later:`,
      table: table(
        ['', 'lost', 'with one Interaction', 'with more', 'median wait', 'longest wait', 'invocations'],
        rows.map(([name, result]) => [
          name,
          number(result.never),
          number(result.routed),
          number(result.twice),
          number(result.medianWaitMs / 1_000, 's'),
          number(result.lastWaitMs / 1_000, 's'),
          number(result.invocations),
        ]),
      ),
    },
  ];
}
