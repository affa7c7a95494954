import type { Twilio } from 'twilio';
import { parseRoutingTable } from '../../src/core/routing-table/routing-table';
import { isSid } from '../../src/core/sid';
import { readFlex } from '../account/flex';
import type { Account } from '../account/open-account';
import { isListedByTwilio, listOwnedAddresses } from '../account/owned-addresses';
import { CommandError } from '../terminal/command-error';
import type { SetupChoices } from './setup-account';

/** What flags may say; the rest is asked for, or taken from what is there. */
export interface SetupFlags {
  readonly inbound?: readonly string[];
  readonly outbound?: readonly string[];
  readonly workspace?: string;
  readonly workflow?: string;
  readonly closedTimer: string;
}

/** One of several things to choose from. */
export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** How a person is asked; absent where there is none. */
export interface Questions {
  several(question: string, choices: readonly Choice[], chosen: readonly string[]): Promise<string[]>;
  one(question: string, choices: readonly Choice[]): Promise<string>;
}

/**
 * Finds out what setup has to be told.
 *
 * @param table the text of the routing table; absent if there is none
 * @throws CommandError naming the flag for what cannot be asked
 */
export async function chooseSetup(
  { client, envFile }: Pick<Account, 'client' | 'envFile'>,
  flags: SetupFlags,
  table: string | undefined,
  questions: Questions | undefined,
): Promise<SetupChoices> {
  const workspaceSid =
    flags.workspace ?? envFile.get('TASKROUTER_WORKSPACE_SID') ?? (await readFlex(client)).workspaceSid;
  if (!isSid('WS', workspaceSid))
    throw new CommandError('Name the TaskRouter workspace with --workspace WS…');
  const workflowSid =
    flags.workflow ??
    envFile.get('TASKROUTER_WORKFLOW_SID') ??
    (await chooseWorkflow(client, workspaceSid, questions));
  if (!isSid('WW', workflowSid))
    throw new CommandError('Name the workflow that routes customers with --workflow WW…');
  const addresses = await chooseAddresses(await listOwnedAddresses(client), flags, table, questions);
  return { ...addresses, workspaceSid, workflowSid, closedTimer: timerOf(flags.closedTimer) };
}

async function chooseWorkflow(client: Twilio, workspaceSid: string, questions?: Questions): Promise<string> {
  const workflows = await client.taskrouter.v1.workspaces(workspaceSid).workflows.list();
  const [only, ...others] = workflows;
  if (only && others.length === 0) return only.sid;
  const choices = workflows.map(({ sid, friendlyName }) => ({
    value: sid,
    label: `${friendlyName}  ${sid}`,
  }));
  if (questions && choices.length > 0) return questions.one('Which workflow routes customers?', choices);
  const lines = choices.map(({ label }) => `  ${label}`).join('\n');
  throw new CommandError(`Name the workflow that routes customers with --workflow. There are:\n${lines}`);
}

async function chooseAddresses(
  owned: readonly string[],
  flags: SetupFlags,
  table: string | undefined,
  questions: Questions | undefined,
): Promise<Pick<SetupChoices, 'inbound' | 'outbound' | 'unowned'>> {
  const { addresses } = parseRoutingTable(table ?? '{}');
  const known = Object.entries(addresses);
  const unowned = known
    .map(([address]) => address)
    .filter((one) => isListedByTwilio(one) && !owned.includes(one));
  const using = (use: 'inbound' | 'outbound'): string[] =>
    known.filter(([address, entry]) => entry[use] === true && !unowned.includes(address)).map(([one]) => one);
  const choose = async (use: 'inbound' | 'outbound', question: string): Promise<readonly string[]> => {
    const given = flags[use];
    if (given) return given;
    const choices = [...new Set([...owned, ...using(use)])].map((value) => ({ value, label: value }));
    return questions && choices.length > 0 ? questions.several(question, choices, using(use)) : using(use);
  };
  const inbound = await choose('inbound', 'Which addresses take customers’ messages?');
  const outbound = await choose('outbound', 'Which addresses may agents write from?');
  const stranger = [...inbound, ...outbound].find((one) => isListedByTwilio(one) && !owned.includes(one));
  if (stranger !== undefined) throw new CommandError(`The account does not own ${stranger}.`);
  return { inbound, outbound, unowned };
}

function timerOf(text: string): string | undefined {
  if (text === 'none') return undefined;
  if (!/^P(?=.)(\d+D)?(T(?=.)(\d+H)?(\d+M)?)?$/.test(text))
    throw new CommandError('--closed-timer wants an ISO 8601 duration such as P90D, or "none".');
  return text;
}
