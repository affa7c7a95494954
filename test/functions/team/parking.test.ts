import { BUSINESS_NUMBER } from '../../support/deployment';
import { settled } from '../../support/settled';
import type { Team } from '../../support/team';
import { adaIsGone, agentsIn, liveTasks, rewriteTask, teamWithCustomer } from '../../support/team';
import { putRecord } from '../routing/written-to';

const PARK = '/agent/park';
const PARKED = { status: 200, body: { outcome: 'parked' } };
const NOT_FOUND = { status: 404, body: { code: 'interaction_not_found' } };
const REMOVAL = 'UpdateInteractionChannelParticipant';

function adaParks({ deployment, ada, taskSid }: Team, handle: object = { taskSid }) {
  return settled(deployment, deployment.callAgent(ada, PARK, handle));
}

function documentsOf({ deployment }: Team) {
  const service = deployment.twilio.sync.findService('default');
  if (!service) throw new Error('no Sync service');
  return {
    put: (name: string, data: object) => deployment.twilio.sync.createDocument(service, name, data, 0),
    read: (name: string) => service.byName.get(name)?.data,
    remove: (name: string) => {
      const document = service.byName.get(name);
      if (document) deployment.twilio.sync.removeDocument(service, document);
    },
  };
}

function webhooksOf({ deployment, conversationSid }: Team): string[] {
  return [...(deployment.twilio.conversations.find(conversationSid)?.webhooks.keys() ?? [])];
}

describe('what a park writes', () => {
  it('down of an Interaction: its channel, who parked it, when, and the webhook', async () => {
    const team = await teamWithCustomer();
    const { deployment, ada, interaction, conversationSid, taskSid } = team;
    expect(await adaParks(team)).toMatchObject({ ...PARKED, calls: 8 });
    expect(deployment.recordOf(conversationSid)).toEqual({
      state: 'parked',
      attempt: 1,
      interactionSid: interaction.entity.sid,
      channelSid: interaction.channel.sid,
      taskSid,
      parked: { workerSid: ada.sid, atMs: expect.any(Number) as number, webhookSid: webhooksOf(team)[0] },
      writtenBy: expect.any(String) as string,
      writtenAtMs: expect.any(Number) as number,
    });
  });

  it('also where there was no record', async () => {
    const team = await teamWithCustomer();
    const { deployment, ada, conversationSid, taskSid } = team;
    documentsOf(team).remove(`interaction-${conversationSid}`);
    expect(await adaParks(team)).toMatchObject({ ...PARKED, calls: 8 });
    expect(deployment.recordOf(conversationSid)).toMatchObject({
      state: 'parked',
      attempt: 1,
      taskSid,
      parked: { workerSid: ada.sid },
    });
  });

  it.each([
    ['', undefined],
    [', though somebody else replaces it at once', 'UpdateDocument'],
    [', though it is gone for a moment', 'FetchDocument'],
  ])('replaces what an earlier park has left%s', async (_, operation) => {
    const team = await teamWithCustomer();
    const { deployment, ada, conversationSid } = team;
    const documents = documentsOf(team);
    documents.put(`parked-${conversationSid}`, { left: 'long ago' });
    if (operation === 'UpdateDocument')
      deployment.twilio.faults.add({ operation, kind: 'status', status: 412, code: 54103, times: 1 });
    if (operation === 'FetchDocument')
      deployment.twilio.faults.add({
        operation,
        kind: 'status',
        status: 404,
        code: 54100,
        times: 1,
        after: 1,
      });
    const answer = await adaParks(team);
    expect(answer).toMatchObject(PARKED);
    expect(answer.calls).toBe({ UpdateDocument: 13, FetchDocument: 12 }[operation ?? ''] ?? 10);
    expect(documents.read(`parked-${conversationSid}`)).toMatchObject({
      conversationSid,
      workerSid: ada.sid,
    });
    expect(documents.read(`parked-${conversationSid}`)).not.toHaveProperty('left');
  });

  it("is of the parker's own task, not of those before it", async () => {
    const team = await teamWithCustomer();
    const { deployment, ada, grace, taskSid, conversationSid } = team;
    await deployment.callAgent(ada, '/agent/invite', { taskSid, workerSid: grace.sid, priority: 7 });
    grace.accept();
    await deployment.settle();
    await deployment.callAgent(ada, '/agent/leave', { taskSid });
    expect(await deployment.callAgent(grace, PARK, { conversationSid })).toMatchObject(PARKED);
    expect(documentsOf(team).read(`parked-${conversationSid}`)).toMatchObject({
      workerSid: grace.sid,
      workflowSid: deployment.account.transfer.sid,
      priority: 7,
    });
  });

  it('brings the customer back to the workflow that they were routed by, whichever is the usual one now', async () => {
    const team = await teamWithCustomer();
    const { deployment } = team;
    await adaParks(team);
    deployment.context.TASKROUTER_WORKFLOW_SID = deployment.account.transfer.sid;
    await team.customer.write(BUSINESS_NUMBER, 'Hello again');
    await deployment.settle();
    expect(liveTasks(team).map(({ entity }) => entity.workflow_sid)).toEqual([
      deployment.account.assignToAnyone.sid,
    ]);
  });
});

describe('nothing can be parked', () => {
  it('that has a task of which no Conversation is known', async () => {
    const team = await teamWithCustomer();
    rewriteTask(team, { conversationSid: undefined });
    expect(await adaParks(team)).toMatchObject(NOT_FOUND);
    expect(agentsIn(team)).toEqual([team.ada.identity]);
  });

  it('that still waits for an agent', async () => {
    const team = await teamWithCustomer();
    const { deployment, ada, grace, boss, taskSid, conversationSid } = team;
    await deployment.callAgent(ada, '/agent/invite', { taskSid, workerSid: grace.sid });
    adaIsGone(team);
    expect(await deployment.callAgent(boss, PARK, { conversationSid })).toMatchObject(NOT_FOUND);
    expect(deployment.recordOf(conversationSid)).toMatchObject({ state: 'routed' });
  });

  it.each(['a record', 'no record'])('that nobody serves, with %s: it is not parked either', async (has) => {
    const team = await teamWithCustomer();
    const { conversationSid } = team;
    adaIsGone(team);
    const { sid: channelSid, interaction_sid: interactionSid } = team.interaction.channel;
    if (has === 'no record') documentsOf(team).remove(`interaction-${conversationSid}`);
    expect(await adaParks(team, { interactionSid, channelSid })).toMatchObject(NOT_FOUND);
  });

  it('that somebody else serves by now, though its record says parked', async () => {
    const team = await teamWithCustomer();
    const { deployment, ada, grace, conversationSid } = team;
    await adaParks(team);
    const { status } = await deployment.callAgent(grace, '/agent/invite', {
      conversationSid,
      workerSid: grace.sid,
    });
    expect(status).toBe(201);
    grace.accept();
    expect(deployment.recordOf(conversationSid)).toMatchObject({ state: 'parked' });
    expect(await deployment.callAgent(ada, PARK, { conversationSid })).toMatchObject({
      status: 403,
      body: { code: 'not_your_interaction' },
    });
  });

  it('that is being resumed, though an agent reached out by it once', async () => {
    const team = await teamWithCustomer();
    const { deployment, conversationSid } = team;
    const request = { key: 'k', parameters: 'p', untilMs: 0 };
    const leaseUntilMs = deployment.clock.now() + 5_000;
    const record = { state: 'resuming', attempt: 1, leaseUntilMs, request };
    putRecord({ ...team, first: {} }, record);
    const { status, log } = await adaParks(team);
    expect(status).toBe(503);
    expect(log).toMatchObject({ reason: 'unavailable', operation: 'park: somebody else is at it' });
    expect(agentsIn(team)).toEqual([team.ada.identity]);
    expect(deployment.recordOf(conversationSid)).toMatchObject(record);
  });

  it.each([
    ['another invocation changes its record', 'UpdateDocument', 412],
    ['its record vanishes', 'FetchDocument', 404],
  ])('while %s: its webhook is taken away again', async (_, also, status) => {
    const team = await teamWithCustomer();
    const { deployment, conversationSid } = team;
    deployment.twilio.faults.add({ operation: 'UpdateDocument', kind: 'status', status: 412, code: 54103 });
    if (also === 'FetchDocument')
      deployment.twilio.faults.add({ operation: also, kind: 'status', status, code: 54100, after: 1 });
    expect(await adaParks(team)).toMatchObject({ status: 503, body: { code: 'upstream_unavailable' } });
    expect(webhooksOf(team)).toEqual([]);
    expect(agentsIn(team)).toEqual([team.ada.identity]);
    expect(deployment.recordOf(conversationSid)).toMatchObject({ state: 'routed' });
  });
});

describe('a park that could not remove the agent', () => {
  it('is asked for again, twice at once: the webhook stays that was there', async () => {
    const team = await teamWithCustomer();
    const { deployment, ada, taskSid } = team;
    deployment.twilio.faults.add({ operation: REMOVAL, kind: 'refused', times: 3 });
    expect(await adaParks(team)).toMatchObject({ status: 503 });
    const before = webhooksOf(team);
    deployment.twilio.latencyMs = 20;
    const both = Promise.all([1, 2].map(() => deployment.callAgent(ada, PARK, { taskSid })));
    const outcomes = (await settled(deployment, both)).map(({ body }) => body.outcome);
    expect(outcomes.sort()).toEqual(['already_parked', 'parked']);
    expect(webhooksOf(team)).toEqual(before);
    expect(before).toHaveLength(1);
    expect(agentsIn(team)).toEqual([]);
  });
});

describe('what a park has left, when it is over', () => {
  it('is gone when the answer is given, and no webhook is asked for that never was', async () => {
    const team = await teamWithCustomer();
    const { deployment, ada, conversationSid } = team;
    delete deployment.context.DOMAIN_NAME;
    await adaParks(team);
    await deployment.settle();
    deployment.twilio.world.deliveries.weather = { copies: () => [] };
    deployment.twilio.latencyMs = 20;
    const closing = deployment.callAgent(ada, '/agent/close', { conversationSid });
    expect(await settled(deployment, closing)).toMatchObject({ status: 200, calls: 8 });
    expect(documentsOf(team).read(`parked-${conversationSid}`)).toBeUndefined();
    expect(deployment.countCalls(/^DELETE .*\/Webhooks\//)).toBe(0);
  });

  it('and Sync refuses for good to delete it: that is reported, and the agent is invited all the same', async () => {
    const team = await teamWithCustomer();
    const { deployment, ada, conversationSid } = team;
    await adaParks(team);
    deployment.twilio.faults.add({ operation: 'DeleteDocument', kind: 'status', status: 403, code: 20403 });
    const resuming = deployment.callAgent(ada, '/agent/resume', { conversationSid });
    expect(await settled(deployment, resuming)).toMatchObject({
      status: 500,
      log: { alert: true, code: 20403 },
    });
    expect(ada.reservations).toHaveLength(1);
    expect(deployment.recordOf(conversationSid)).toMatchObject({ state: 'routed' });
  });
});
