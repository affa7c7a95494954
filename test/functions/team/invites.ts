import type { Agent } from '../../../simulator/people/agent';
import type { EndpointAnswer } from '../../support/deployment';
import { settled } from '../../support/settled';
import type { Team } from '../../support/team';

export const INVITE = '/agent/invite';

/** An agent, Ada unless another is named, invites somebody; time passes until there is an answer. */
export function invited(team: Team, parameters: object, agent: Agent = team.ada): Promise<EndpointAnswer> {
  const { deployment, taskSid } = team;
  return settled(deployment, deployment.callAgent(agent, INVITE, { taskSid, ...parameters }));
}

/** The body of a refusal. */
export function refusal(code: string, details?: object): object {
  return {
    code,
    message: expect.stringMatching(/\w/) as string,
    ...(details ? { details } : {}),
    requestId: expect.stringMatching(/\w/) as string,
  };
}

/** The body of a refusal of one field. */
export function refusalOfField(field: string): object {
  return refusal('invalid_request', { fields: { [field]: expect.stringMatching(/\w/) as string } });
}

/** The name of the Sync Document that keeps who was invited. */
export function bookNameOf({ interaction }: Team): string {
  return `invites-${interaction.channel.sid}`;
}

/** What Sync keeps of who was invited. */
export function bookOf(team: Team): Record<string, unknown>[] {
  const document = team.deployment.twilio.sync.findService('default')?.byName.get(bookNameOf(team));
  return (document?.data as { invites?: Record<string, unknown>[] } | undefined)?.invites ?? [];
}

/** Writes the Document of who was invited as somebody else has left it. */
export function writeBook(team: Team, data: object): void {
  const { sync } = team.deployment.twilio;
  const service = sync.findService('default');
  if (!service) throw new Error('There is no Sync service');
  sync.createDocument(service, bookNameOf(team), data, 0);
}
