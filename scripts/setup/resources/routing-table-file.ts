import { readFile, rm, writeFile } from 'node:fs/promises';
import type { JSONPath } from 'jsonc-parser';
import { applyEdits, modify, parse } from 'jsonc-parser';
import { parseRoutingTable } from '../../../src/core/routing-table/routing-table';
import type { Resource, State } from '../resource';

/** Which addresses take customers' messages, and which agents may write from. */
export interface AddressChoices {
  readonly inbound: readonly string[];
  readonly outbound: readonly string[];
  /** Addresses that the account does not own, to be taken out of the table. */
  readonly unowned: readonly string[];
}

interface Table {
  readonly addresses?: Readonly<Record<string, { readonly inbound?: boolean; readonly outbound?: boolean }>>;
}

const EMPTY = '{\n  "addresses": {},\n  "channels": {},\n  "default": { "inbound": false }\n}\n';

/** The routing table, changed in place so that everything else in it stays as it is written. */
export function routingTableFile(file: string, choices: AddressChoices): Resource {
  return {
    id: 'routing-table',
    title: 'Routing table',
    isFile: true,
    read: async () => {
      const text = await readFile(file, 'utf8').catch(() => null);
      return text === null ? null : { text };
    },
    want: (now) => ({ kind: 'be', state: { text: withChoices(textOf(now), choices) } }),
    write: async (_, next) => {
      if (next === null) await rm(file, { force: true });
      else await writeFile(file, textOf(next));
    },
    describe: (now, next) => describeTable(textOf(now), textOf(next)),
  };
}

function textOf(state: State): string {
  return typeof state?.text === 'string' ? state.text : EMPTY;
}

/** @throws ConfigurationError if the table is wrong already, naming the entry */
function withChoices(text: string, { inbound, outbound, unowned }: AddressChoices): string {
  parseRoutingTable(text);
  let changed = text;
  const set = (path: JSONPath, value: unknown): void => {
    const formattingOptions = { insertSpaces: true, tabSize: 2, eol: '\n' };
    changed = applyEdits(changed, modify(changed, path, value, { formattingOptions }));
  };
  const { addresses = {} } = parse(text) as Table;
  for (const address of unowned) if (address in addresses) set(['addresses', address], undefined);
  for (const address of new Set([...inbound, ...outbound])) {
    const entry = addresses[address];
    for (const [use, chosen] of Object.entries({ inbound, outbound }) as [
      'inbound' | 'outbound',
      readonly string[],
    ][])
      if (chosen.includes(address) && entry?.[use] !== true) set(['addresses', address, use], true);
  }
  return changed;
}

function describeTable(before: string, after: string): string[] {
  const [old, changed] = [(parse(before) as Table).addresses ?? {}, (parse(after) as Table).addresses ?? {}];
  return [...new Set([...Object.keys(old), ...Object.keys(changed)])].flatMap((address) => {
    const [was, is] = [old[address], changed[address]];
    if (JSON.stringify(was) === JSON.stringify(is)) return [];
    if (!is) return [`− ${address}: the account does not own it`];
    return [`${was ? '±' : '+'} ${address}: ${usesOf(is)}`];
  });
}

function usesOf(entry: { readonly inbound?: boolean; readonly outbound?: boolean }): string {
  const uses = [entry.inbound === true ? 'inbound' : '', entry.outbound === true ? 'outbound' : ''];
  return uses.filter(Boolean).join(' and ');
}

/** The addresses of a table that take customers' messages. */
export function inboundAddresses(text: string): string[] {
  const { addresses } = parseRoutingTable(text);
  return Object.entries(addresses).flatMap(([address, entry]) => (entry.inbound === true ? [address] : []));
}
