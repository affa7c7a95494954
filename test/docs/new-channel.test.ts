import { Deployment } from '../support/deployment';
import { blocksIn } from './code-blocks';
import { readDocuments } from './documents';

const contributing = readDocuments().find(({ name }) => name === 'CONTRIBUTING.md');
const [json = '{}'] = blocksIn(contributing?.text ?? '', 'json');
const table = JSON.parse(json) as { readonly addresses?: Readonly<Record<string, object>> };
const [address = ''] = Object.keys(table.addresses ?? {});

/** What becomes of a customer who writes to the address on a deployment with a routing table. */
async function outcomesWith(routingTable: object): Promise<unknown[]> {
  const deployment = new Deployment({ table: routingTable });
  const { addresses } = deployment.twilio.conversations;
  const [known] = addresses.values();
  if (!known) throw new Error('no address is set up');
  const type = address.split(':')[0] ?? '';
  addresses.set('another', { ...known, sid: `IG${'9'.repeat(32)}`, type, address });
  await deployment.twilio.inbound.receive({ from: `${type}:987`, to: address, body: 'Hello' });
  await deployment.settle();
  return deployment.logs.map(({ outcome }) => outcome);
}

describe("a channel type that the code does not know, by CONTRIBUTING's routing table", () => {
  it('needs nothing but an entry', async () => {
    expect(address).toMatch(/^\w+:/);
    expect(await outcomesWith(table)).toContain('routed');
  });

  it('would be caught if the entry did nothing', async () => {
    expect(await outcomesWith({ addresses: {} })).not.toContain('routed');
  });
});
