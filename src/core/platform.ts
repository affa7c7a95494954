import type { Clock } from './clock';
import { systemClock } from './clock';
import type { LogLine } from './log';
import type { LedgerMemory } from './outreach/outreach-guard';
import type { Transport } from './twilio/transport';
import { httpsTransport } from './twilio/transport';

/** What a Function answers. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; absent for an answer without a body. */
  readonly body?: object;
}

/** Everything an endpoint takes from the Functions runtime and the machine. */
export interface Platform {
  readonly clock: Clock;
  readonly transport: Transport;
  /** What this process remembers of the outreach ledger, which is a hint and no more. */
  readonly ledgerMemory: LedgerMemory;
  newId(): string;
  /** Opens a private asset, e.g. `/routing.json`; `undefined` if it was not deployed. */
  openAsset(name: string): string | undefined;
  toResponse(answer: Answer): unknown;
  writeLog(line: LogLine): void;
}

/** Twilio Functions. */
export const functionsPlatform: Platform = {
  clock: systemClock,
  transport: httpsTransport,
  ledgerMemory: new Map(),
  // The global one: loading `node:crypto` would double the cold start of an event that is ignored.
  newId: () => crypto.randomUUID(),
  openAsset: (name) => {
    const assets: Partial<ReturnType<typeof Runtime.getAssets>> = Runtime.getAssets();
    return assets[name]?.open();
  },
  toResponse: ({ status, headers = {}, body }) => {
    const response = new Twilio.Response();
    response.setStatusCode(status);
    for (const [name, value] of Object.entries(headers)) response.appendHeader(name, value);
    if (body) {
      // Under this very header name the runtime turns an object into JSON.
      response.appendHeader('Content-Type', 'application/json');
      response.setBody(body);
    }
    return response;
  },
  writeLog: (line) => {
    const json = JSON.stringify(line);
    // An error line raises an alarm in Twilio's debugger: https://www.twilio.com/docs/api/errors/82005
    // eslint-disable-next-line no-console -- the one place where a line leaves the process
    (line.level === 'error' ? console.error : console.log)(json);
  },
};
