import { costTable, drawnFlows, productOf, productsInDiagram } from './diagrams';
import { readDocuments } from './documents';
import { callsOfFlow, FLOW_NAMES } from './played-flows';

const architecture = readDocuments().find(({ name }) => name === 'docs/architecture.md') ?? {
  name: 'none',
  text: '',
};
const drawn = drawnFlows(architecture);
const costs = costTable(architecture, 'What a conversation costs');

describe('the flows of the guide', () => {
  it('are all played', () => {
    expect(drawn.length).toBeGreaterThan(6);
    expect(drawn.filter((flow) => !FLOW_NAMES.includes(flow))).toEqual([]);
    expect([...costs.keys()].sort()).toEqual([...FLOW_NAMES].sort());
  });

  it.each(drawn)('%s: calls what is drawn, in that order', async (flow) => {
    const calls = await callsOfFlow(flow);
    expect(productsInDiagram(architecture, flow)).toEqual(calls.map(productOf));
  });

  it.each([...costs])('%s: costs %i REST calls', async (flow, calls) => {
    expect(await callsOfFlow(flow)).toHaveLength(calls);
  });

  it('would be caught if a diagram left a call out', async () => {
    const flow = 'Later message';
    const text = architecture.text.replace(/^ *F->>S: read the record: routed\n/gm, '');
    const calls = await callsOfFlow(flow);
    expect(productsInDiagram({ ...architecture, text }, flow)).not.toEqual(calls.map(productOf));
  });
});
