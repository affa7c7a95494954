import { blocksIn } from './code-blocks';
import type { Document } from './documents';
import { sectionOf } from './documents';

/** Which product of Twilio a participant of a diagram is, by its label. */
const PRODUCTS: Readonly<Record<string, string>> = {
  Conversations: 'conversations',
  Sync: 'sync',
  Flex: 'flex-api',
  TaskRouter: 'taskrouter',
  'TaskRouter API': 'taskrouter',
  'Token check': 'iam',
};

/** The products that the Function calls in the diagram of a flow, in order; `undefined` if there is no diagram. */
export function productsInDiagram(document: Document, flow: string): string[] | undefined {
  const [diagram] = blocksIn(sectionOf(document, flow) ?? '', 'mermaid');
  if (diagram === undefined) return undefined;
  const labels = new Map(
    [...diagram.matchAll(/^ *participant (\w+) as (.+)$/gm)].map(([, id = '', label = '']) => [id, label]),
  );
  return [...diagram.matchAll(/^ *F->>(\w+):/gm)].map(([, id = '']) => {
    const label = labels.get(id) ?? id;
    return PRODUCTS[label] ?? `${label}?`;
  });
}

/** The flows that a document draws: sections with a sequence diagram. */
export function drawnFlows(document: Document): string[] {
  return [...document.text.matchAll(/^### (.+)$/gm)]
    .map(([, heading = '']) => heading)
    .filter((heading) => sectionOf(document, heading)?.includes('sequenceDiagram') === true);
}

/** The table of a section with an event and a number of REST calls in each row. */
export function costTable(document: Document, heading: string): Map<string, number> {
  const rows = [...(sectionOf(document, heading) ?? '').matchAll(/^\| (.+?) +\| (\d+) +\|$/gm)];
  return new Map(rows.map(([, event = '', calls = '']) => [event, Number(calls)]));
}

/** The product of a REST call such as `POST sync/v1/…`. */
export function productOf(call: string): string {
  return /^\w+ ([\w-]+)\//.exec(call)?.[1] ?? call;
}
