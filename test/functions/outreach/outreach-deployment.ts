import type { DeploymentOptions, EndpointAnswer } from '../../support/deployment';
import { CUSTOMER_NUMBER, Deployment } from '../../support/deployment';
import { settled } from '../../support/settled';

export const SMS = '/agent/click-to-sms';
export const TEXT = { to: CUSTOMER_NUMBER, body: 'Your parcel is here.' };
export const CONTENT_SID = `HX${'c0'.repeat(16)}`;

/** A deployment with two agents who are available. */
export function withAgents(options: DeploymentOptions = {}) {
  const deployment = new Deployment({ withTaskEvents: true, ...options });
  const [ada, grace] = deployment.account.agents;
  if (!ada || !grace) throw new Error('two agents are needed');
  for (const agent of [ada, grace]) agent.setActivity('Available');
  return { deployment, ada, grace };
}

export type OutreachWorld = ReturnType<typeof withAgents>;

/** An agent clicks, by default Ada, and the answer is waited for. */
export function click(
  { deployment, ada }: OutreachWorld,
  url = SMS,
  parameters: object = TEXT,
  agent = ada,
): Promise<EndpointAnswer> {
  return settled(deployment, deployment.callAgent(agent, url, parameters));
}

export function openConversations({ twilio }: Deployment) {
  return [...twilio.conversations.conversations.values()].filter(({ entity }) => entity.state !== 'closed');
}

/** Everything that was written in any Conversation, oldest first. */
export function messages({ twilio }: Deployment): (string | null)[] {
  return [...twilio.conversations.conversations.values()].flatMap((one) =>
    one.messages.map(({ body, content_sid: contentSid }) => contentSid ?? body),
  );
}

/** The JSON of a parameter of the last `POST /Interactions`. */
export function lastCreation(
  { twilio }: Deployment,
  parameter: 'Channel' | 'Routing',
): Record<string, unknown> {
  const entry = twilio.timeline.entries.findLast(
    ({ kind, title }) => kind === 'rest' && title.endsWith('/Interactions'),
  );
  const { body } = entry?.detail.request as { body: Record<string, string> };
  return JSON.parse(body[parameter] ?? '{}') as Record<string, unknown>;
}

/** What a refusal looks like to its caller. */
export async function refusalOf(answer: Promise<EndpointAnswer>) {
  const { status, body, calls } = await answer;
  return { status, code: body.code, details: body.details, calls };
}
