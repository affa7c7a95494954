import type { Deployment } from './deployment';

/** The one kind of document that may hold a customer's data: what a resumed task needs. */
const DECLARED = 'parked-';

/** Everything that the product wrote down, or answered to Twilio. */
export function traces(deployment: Deployment): string[] {
  const documents = [...(deployment.twilio.sync.findService('default')?.byName ?? [])];
  return [
    ...deployment.logs.map((line) => JSON.stringify(line)),
    ...documents.filter(([name]) => !name.startsWith(DECLARED)).map(([, { data }]) => JSON.stringify(data)),
    ...deployment.deliveries.map(({ detail }) => JSON.stringify(detail.answer ?? '')),
  ];
}
