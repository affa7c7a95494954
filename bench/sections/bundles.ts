import type { Stage } from '../stage';
import { sizeOf, WEBHOOK } from '../stage';
import type { Section } from '../tables';
import { comparisonTable, number, table } from '../tables';

const KILOBYTE = 1024;

/** What is deployed, in kilobytes; the SDK is installed beside it in both cases. */
export async function bundles(stage: Stage): Promise<Section[]> {
  const urls = Object.keys(stage.layout.functions).sort();
  const kilobytes = await Promise.all(
    urls.map(async (url) => (await sizeOf(stage.layout.functions[url] ?? '')) / KILOBYTE),
  );
  const ours = kilobytes[urls.indexOf(WEBHOOK)] ?? 0;
  return [
    {
      title: 'Size of what is deployed',
      text: 'One bundle a Function, without the SDK, which is installed beside it in both cases.',
      table: comparisonTable([
        { name: `\`${WEBHOOK}\``, unit: 'kB', ours, naive: (await sizeOf(stage.naiveFile)) / KILOBYTE },
      ]),
    },
    {
      title: 'Every bundle',
      text: 'The clicks by phone number are large for the metadata that tells premium numbers from others.',
      table: table(
        ['URL', 'size'],
        urls.map((url, index) => [`\`${url}\``, number(kilobytes[index] ?? 0, 'kB')]),
      ),
    },
  ];
}
