import type { LoadRequest } from '../process/instance';
import { runCold } from '../process/instance';
import type { Stage } from '../stage';
import { agentMessage } from '../stage';
import { Samples } from '../statistics';
import type { Section } from '../tables';
import { number, ratio, table } from '../tables';
import { agentRequests } from './agent-requests';

const ROUNDS = 11;
const AGENT_ROUNDS = 3;
const MEGABYTE = 1024 * 1024;

/** What a team's own handler loads before it can do anything: the SDK, and the two products it calls. */
const SDK = "`require('twilio')`, its `flexApi` and `conversations`";
const SDK_ALONE = "`require('twilio')` alone";
const IGNORED = "an agent's message, ignored";
const FIRST = "a customer's first message, until its Interaction is made";
const NAIVE_FIRST = 'the same in the baseline';
const NAIVE_IGNORED = "an agent's message in the baseline, which does not ignore it";

const TARGETS: readonly [name: string, atMost: number][] = [
  [FIRST, 0.5],
  [IGNORED, 0.1],
];

/**
 * Fresh processes: how long until the answer, and how much memory then.
 *
 * @param desk where nothing else is offered to the agent
 */
export async function coldLoad(stage: Stage, desk: Stage): Promise<Section[]> {
  const ms = new Samples();
  const rss = new Samples();
  const heap = new Samples();
  const measure = async (name: string, request: Parameters<typeof runCold>[1]): Promise<void> => {
    const measured = await runCold(stage.served.port, request);
    ms.add(name, measured.ms);
    rss.add(name, measured.rssBytes / MEGABYTE);
    heap.add(name, measured.heapBytes / MEGABYTE);
  };
  const sdk: LoadRequest = { module: stage.sdk };
  const products = [
    ['flexApi', 'v1'],
    ['conversations', 'v1'],
  ] as const;
  for (let round = 0; round < ROUNDS; round++) {
    await measure(SDK_ALONE, sdk);
    await measure(SDK, { ...sdk, products });
    const first = await stage.firstMessage();
    await measure(IGNORED, stage.request('ours', agentMessage(first), { callsTwilio: false }));
    await measure(FIRST, stage.request('ours', first));
    const other = await stage.firstMessage();
    await measure(NAIVE_FIRST, stage.request('naive', other));
    await measure(NAIVE_IGNORED, stage.request('naive', agentMessage(other)));
  }
  const agentUrls = new Map<string, string>();
  for (let round = 0; round < AGENT_ROUNDS; round++) {
    for await (const { url, event } of agentRequests(desk)) {
      const measured = await runCold(desk.served.port, desk.request('ours', event, { url }));
      const status = measured.answer?.statusCode ?? 0;
      if (status < 200 || status > 299) throw new Error(`${url} answered ${status}`);
      agentUrls.set(url, `\`${url}\`, answered ${status}`);
      ms.add(url, measured.ms);
      rss.add(url, measured.rssBytes / MEGABYTE);
      heap.add(url, measured.heapBytes / MEGABYTE);
    }
  }
  const row = (name: string, label = name): string[] => [
    label,
    ratio(ms.median(name), ms.median(SDK)),
    number(ms.median(name), 'ms'),
    number(rss.median(name), 'MB'),
    number(heap.median(name), 'MB'),
  ];
  const head = ['', 'of the SDK', 'until done', 'resident', 'heap'];
  const fixed = [SDK, SDK_ALONE, IGNORED, FIRST, NAIVE_FIRST, NAIVE_IGNORED];
  return [
    {
      title: 'Cold load and memory',
      text: `Fresh processes, medians of ${ROUNDS} (agent endpoints: ${AGENT_ROUNDS}), in turns. The ratio is to loading ${SDK}, which is no more than a handler of one's own loads before its first call. The other rows begin before the Function is loaded and end with its answer; REST calls, to an embedded Twilio without latency, are in them. Of the agent endpoints each is a whole request that succeeds.`,
      table: table(head, [
        ...fixed.map((name) => row(name)),
        ...[...agentUrls].map(([url, label]) => row(url, label)),
      ]),
    },
    {
      title: 'Targets of the cold load',
      text: `Against ${SDK}.`,
      table: table(
        ['', 'at most', 'measured', ''],
        TARGETS.map(([name, atMost]) => {
          const measured = ms.median(name) / ms.median(SDK);
          return [name, String(atMost), measured.toFixed(3), measured <= atMost ? 'met' : 'missed'];
        }),
      ),
    },
  ];
}
