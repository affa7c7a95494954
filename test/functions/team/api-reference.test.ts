import { readSamples, sampleNamed, withSids } from '../../contract/api-reference-samples';
import type { Team } from '../../support/team';
import { teamWithCustomer } from '../../support/team';

const { samples } = readSamples();

interface SentRouting {
  readonly properties: Readonly<Record<string, unknown>> & {
    readonly attributes: Readonly<Record<string, unknown>>;
  };
}

/** The Routing that is sent to Twilio when an agent invites. */
async function sentRouting(team: Team, parameters: object): Promise<SentRouting['properties']> {
  const { twilio } = team.deployment;
  const sent: string[] = [];
  const answer = twilio.request.bind(twilio);
  twilio.request = (request) => {
    if (request.path.endsWith('/Invites')) sent.push(new URLSearchParams(request.body).get('Routing') ?? '');
    return answer(request);
  };
  const { status } = await team.deployment.callAgent(team.ada, '/agent/invite', {
    taskSid: team.taskSid,
    ...parameters,
  });
  expect(status).toBe(201);
  return (JSON.parse(sent[0] ?? '{}') as SentRouting).properties;
}

/** The Routing of a sample, with the SIDs of this account. */
function documentedRouting(name: string, sids: Readonly<Record<string, string>>): SentRouting['properties'] {
  const { Routing: routing } = withSids(sampleNamed(samples, name).request.form, sids) as {
    Routing: unknown;
  };
  return (typeof routing === 'string' ? (JSON.parse(routing) as SentRouting) : (routing as SentRouting))
    .properties;
}

function sidsOf({ deployment, grace }: Team): Record<string, string> {
  const { everyone, assignToAnyone } = deployment.account;
  return {
    WS: deployment.twilio.workspace.entity.sid,
    WW: assignToAnyone.sid,
    WK: grace.sid,
    WQ: everyone.sid,
  };
}

describe("an Invite says to Twilio what the documentation's sample says", () => {
  it('to an agent: workspace, workflow, worker and queue, and who the customer is', async () => {
    const team = await teamWithCustomer({ settings: { TRANSFER_WORKFLOW_SID: '' } });
    const documented = documentedRouting('invites-create', sidsOf(team));
    const sent = await sentRouting(team, {
      workerSid: team.grace.sid,
      attributes: { customerName: 'customer name' },
    });
    const { attributes, ...routing } = documented;
    expect(sent).toMatchObject(routing);
    expect(sent.attributes).toMatchObject({ customerName: attributes.customerName });
    expect(Object.keys(sent.attributes)).toEqual(expect.arrayContaining(Object.keys(attributes)));
  });

  it('by a workflow: workspace and workflow', async () => {
    const team = await teamWithCustomer();
    const documented = documentedRouting('invites-create-by-workflow', sidsOf(team));
    const sent = await sentRouting(team, { workflowSid: team.deployment.account.assignToAnyone.sid });
    expect(sent).toMatchObject(documented);
    expect(sent).not.toHaveProperty('queue_sid');
    expect(sent).not.toHaveProperty('worker_sid');
  });
});
