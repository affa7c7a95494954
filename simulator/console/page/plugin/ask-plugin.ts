import { ask } from '../connection';
import { toSentence } from './refusal-sentence';

export interface Answered {
  /** What went wrong, as a sentence; absent if nothing did. */
  readonly problem?: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Calls an endpoint of the deployment in an agent's name. */
export async function askPlugin(
  agentSid: string,
  url: string,
  parameters: Readonly<Record<string, string>>,
): Promise<Answered> {
  const { problem, answer } = await ask('plugin', { agentSid, url, parameters });
  if (problem !== undefined) return { problem, body: {} };
  const { status, body } = answer as { status: number; body: Readonly<Record<string, unknown>> };
  return status < 400 ? { body } : { problem: toSentence(body), body };
}
