import { EVERY_HANDLE } from '../../support/handles';
import type { Team } from '../../support/team';
import { agentsIn, attributesOf, liveTasks, taskOf, teamWithCustomer } from '../../support/team';

const INVITE = '/agent/invite';

function invite({ deployment, ada, taskSid }: Team, parameters: object) {
  return deployment.callAgent(ada, INVITE, { taskSid, ...parameters });
}

describe('an agent invites', () => {
  it('a colleague, who joins when they accept; the first agent stays', async () => {
    const team = await teamWithCustomer();
    const answer = await invite(team, { workerSid: team.grace.sid });
    expect(answer).toMatchObject({
      status: 201,
      body: {
        inviteSid: expect.stringMatching(/^KG/) as string,
        taskSid: expect.stringMatching(/^WT/) as string,
      },
    });
    expect(Object.keys(answer.body).sort()).toEqual(['inviteSid', 'taskSid']);
    team.grace.accept();
    await team.deployment.settle();
    expect(agentsIn(team)).toEqual([team.ada.identity, team.grace.identity]);
  });

  it('by the workflow for transfers, which knows the colleague by the attributes of the task', async () => {
    const team = await teamWithCustomer();
    const { body } = await invite(team, { workerSid: team.grace.sid });
    const task = taskOf(team, body.taskSid);
    expect(task.entity.workflow_sid).toBe(team.deployment.account.transfer.sid);
    expect(attributesOf(task)).toMatchObject({
      transferTargetType: 'worker',
      transferTargetSid: team.grace.sid,
    });
  });

  it('a colleague directly if no such workflow is set', async () => {
    const team = await teamWithCustomer({ settings: { TRANSFER_WORKFLOW_SID: '' } });
    const { body, status } = await invite(team, { workerSid: team.grace.sid });
    expect(status).toBe(201);
    expect(taskOf(team, body.taskSid)).toMatchObject({
      directWorkerSid: team.grace.sid,
      entity: { task_queue_sid: team.deployment.account.everyone.sid },
    });
  });

  it('a queue', async () => {
    const team = await teamWithCustomer();
    const { support } = team.deployment.account;
    const { body } = await invite(team, { queueSid: support.sid });
    expect(taskOf(team, body.taskSid).entity.task_queue_sid).toBe(support.sid);
    // Of the agents only Grace is in support.
    expect(team.grace.reservations.map(({ task_sid: sid }) => sid)).toEqual([body.taskSid]);
  });

  it('whomever a workflow finds', async () => {
    const team = await teamWithCustomer();
    const { assignToAnyone } = team.deployment.account;
    const { body } = await invite(team, { workflowSid: assignToAnyone.sid });
    expect(taskOf(team, body.taskSid).entity.workflow_sid).toBe(assignToAnyone.sid);
  });

  it('with every property of the Routing', async () => {
    const team = await teamWithCustomer();
    const { body } = await invite(team, {
      queueSid: team.deployment.account.everyone.sid,
      attributes: '{"reason":"billing"}',
      priority: '7',
      timeoutSeconds: '90',
      taskChannel: 'chat',
    });
    const task = taskOf(team, body.taskSid);
    expect(task.entity).toMatchObject({ priority: 7, timeout: 90, task_channel_unique_name: 'chat' });
    expect(attributesOf(task).reason).toBe('billing');
  });

  it.each(EVERY_HANDLE)('by %s', async (_, handleOf) => {
    const team = await teamWithCustomer();
    const parameters = { ...handleOf(team), workerSid: team.grace.sid };
    const answer = await team.deployment.callAgent(team.ada, INVITE, parameters);
    expect(answer).toMatchObject({ status: 201, calls: 5 });
    expect(liveTasks(team)).toHaveLength(2);
  });

  it('as JSON, with the token as a bearer token', async () => {
    const team = await teamWithCustomer();
    const answer = await team.deployment.call(INVITE, {
      request: { headers: { authorization: `Bearer ${team.ada.token}` } },
      taskSid: team.taskSid,
      workerSid: team.grace.sid,
      attributes: { reason: 'billing' },
      priority: 3,
    });
    expect(answer.status).toBe(201);
    expect(taskOf(team, answer.body.taskSid).entity.priority).toBe(3);
  });
});

describe('the task of an Invite', () => {
  it("has the customer's attributes of the task before, which Twilio does not carry over", async () => {
    const team = await teamWithCustomer({
      table: { addresses: { '+14155550111': { inbound: true, priority: 4, attributes: { team: 'vip' } } } },
    });
    const { body } = await invite(team, { workerSid: team.grace.sid });
    const task = taskOf(team, body.taskSid);
    const { customerAddress, customerName, from } = attributesOf(taskOf(team, team.taskSid));
    expect(attributesOf(task)).toMatchObject({ customerAddress, customerName, from, team: 'vip' });
    expect(task.entity).toMatchObject({ priority: 4, task_channel_unique_name: 'sms' });
  });

  it('has the keys that Flex owns as Flex wrote them for it, not those of the task before', async () => {
    const team = await teamWithCustomer();
    const sent: string[] = [];
    const answer = team.deployment.twilio.request.bind(team.deployment.twilio);
    team.deployment.twilio.request = (request) => {
      if (request.path.endsWith('/Invites'))
        sent.push(new URLSearchParams(request.body).get('Routing') ?? '');
      return answer(request);
    };
    const { body } = await invite(team, { workerSid: team.grace.sid });
    expect(attributesOf(taskOf(team, body.taskSid)).flexChannelInviteSid).toBe(body.inviteSid);
    expect(sent).toHaveLength(1);
    const { attributes } = (JSON.parse(sent[0] ?? '{}') as { properties: { attributes: object } }).properties;
    for (const owned of [
      'flexInteractionSid',
      'flexInteractionChannelSid',
      'flexChannelInviteSid',
      'conversationSid',
    ]) {
      expect(Object.keys(attributes)).not.toContain(owned);
    }
  });

  it('has nothing of a transfer that its agent came by', async () => {
    const team = await teamWithCustomer();
    const { deployment, ada, grace, joan } = team;
    await deployment.callAgent(ada, '/agent/transfer', {
      taskSid: team.taskSid,
      workerSid: grace.sid,
      mode: 'cold',
    });
    grace.accept();
    await deployment.settle();
    const [reservation] = grace.reservations;
    const { body } = await deployment.callAgent(grace, INVITE, {
      taskSid: reservation?.task_sid,
      workerSid: joan.sid,
    });
    expect(attributesOf(taskOf(team, body.taskSid))).toMatchObject({
      transferTargetSid: joan.sid,
      customerAddress: team.customer.address,
    });
    expect(attributesOf(taskOf(team, body.taskSid)).transfer).toBeUndefined();
    joan.accept();
    await deployment.settle();
    expect(agentsIn(team)).toEqual([grace.identity, joan.identity]);
  });
});

describe('an Invite is sent once', () => {
  it.each([
    ['a double click', {}],
    ['a double click with a requestId', { requestId: 'click-1' }],
  ])('on %s, and both get the same answer', async (_, more) => {
    const team = await teamWithCustomer();
    team.deployment.twilio.latencyMs = 20;
    const parameters = { workerSid: team.grace.sid, ...more };
    const both = Promise.all([invite(team, parameters), invite(team, parameters)]);
    await team.deployment.settle(3_000);
    const [first, second] = await both;
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body).toEqual(first.body);
    expect(liveTasks(team)).toHaveLength(2);
  });

  it('on a retry hours later, when its task is long gone', async () => {
    const team = await teamWithCustomer();
    const parameters = { workerSid: team.grace.sid, requestId: 'click-1' };
    const first = await invite(team, parameters);
    team.grace.setActivity('Break');
    await team.deployment.settle(11 * 3_600_000);
    expect(liveTasks(team)).toHaveLength(1);
    const again = await invite(team, parameters);
    expect(again).toMatchObject({ status: 201, body: first.body });
    expect(liveTasks(team)).toHaveLength(1);
  });

  it.each([
    ['another agent', (team: Team) => ({ workerSid: team.joan.sid })],
    ['another priority', (team: Team) => ({ workerSid: team.grace.sid, priority: 9 })],
    ['a queue', (team: Team) => ({ queueSid: team.deployment.account.everyone.sid })],
  ])('and not for %s by the same requestId', async (_, changes) => {
    const team = await teamWithCustomer();
    await invite(team, { workerSid: team.grace.sid, requestId: 'click-1' });
    const answer = await invite(team, { ...changes(team), requestId: 'click-1' });
    expect(answer).toMatchObject({
      status: 409,
      body: { code: 'request_id_reused', requestId: 'click-1' },
    });
    expect(liveTasks(team)).toHaveLength(2);
  });

  it("but two agents' requests by the same requestId are two", async () => {
    const team = await teamWithCustomer();
    const { deployment, ada, grace, joan, boss } = team;
    await invite(team, { workerSid: grace.sid, requestId: 'click-1' });
    const other = { taskSid: team.taskSid, workerSid: joan.sid, requestId: 'click-1' };
    expect((await deployment.callAgent(boss, INVITE, other)).status).toBe(201);
    expect(ada.sid).not.toBe(boss.sid);
    expect(liveTasks(team)).toHaveLength(3);
  });

  it('and another once it was declined', async () => {
    const team = await teamWithCustomer();
    const { deployment, grace } = team;
    await invite(team, { workerSid: grace.sid, timeoutSeconds: 30 });
    grace.reject();
    await deployment.settle(90_000);
    expect(liveTasks(team)).toHaveLength(1);
    const again = await invite(team, { workerSid: grace.sid, timeoutSeconds: 30 });
    expect(again.status).toBe(201);
    expect(liveTasks(team)).toHaveLength(2);
  });
});

describe('an Invite is refused', () => {
  it('with already_in for somebody who takes part, whoever they are', async () => {
    const team = await teamWithCustomer();
    const { deployment, ada, grace } = team;
    await invite(team, { workerSid: grace.sid });
    grace.accept();
    await deployment.settle();
    const [reservation] = grace.reservations;
    for (const [agent, taskSid, workerSid] of [
      [ada, team.taskSid, grace.sid],
      [ada, team.taskSid, ada.sid],
      [grace, reservation?.task_sid, ada.sid],
    ] as const) {
      const answer = await deployment.callAgent(agent, INVITE, { taskSid, workerSid, priority: 1 });
      expect(answer).toMatchObject({ status: 409, body: { code: 'already_in' } });
    }
  });

  it('with already_invited while an Invite is waiting, whoever sent it and however', async () => {
    const team = await teamWithCustomer();
    const { deployment, ada, boss, grace } = team;
    const { body } = await invite(team, { workerSid: grace.sid });
    for (const [agent, more] of [
      [ada, { priority: 1 }],
      [ada, { requestId: 'click-2' }],
      [boss, {}],
    ] as const) {
      for (const [, handleOf] of EVERY_HANDLE) {
        const parameters = { ...handleOf(team), workerSid: grace.sid, ...more };
        const answer = await deployment.callAgent(agent, INVITE, parameters);
        expect(answer).toMatchObject({
          status: 409,
          body: { code: 'already_invited', details: { inviteSid: body.inviteSid, taskSid: body.taskSid } },
        });
      }
    }
    expect(liveTasks(team)).toHaveLength(2);
  });

  it('for an agent who does not take part, and for nobody without a token', async () => {
    const team = await teamWithCustomer();
    const { deployment, grace, joan } = team;
    const before = deployment.twilio.interactions.interactions.size;
    for (const [, handleOf] of EVERY_HANDLE) {
      const parameters = { ...handleOf(team), workerSid: joan.sid };
      const answer = await deployment.callAgent(grace, INVITE, parameters);
      expect(answer).toMatchObject({ status: 403, body: { code: 'not_your_interaction' } });
    }
    expect(await deployment.call(INVITE, { taskSid: team.taskSid })).toMatchObject({ status: 401 });
    expect(liveTasks(team)).toHaveLength(1);
    expect(deployment.twilio.interactions.interactions.size).toBe(before);
  });

  it.each([
    ['no handle', { taskSid: '' }, { workerSid: 1 }, ['taskSid']],
    ['two handles', { conversationSid: `CH${'1'.repeat(32)}` }, { workerSid: 1 }, ['conversationSid']],
    [
      'half a handle',
      { taskSid: '', interactionSid: `KD${'1'.repeat(32)}` },
      { workerSid: 1 },
      ['channelSid'],
    ],
    ['no target', {}, {}, ['workerSid']],
    ['two targets', {}, { workerSid: 1, queueSid: `WQ${'1'.repeat(32)}` }, ['workerSid']],
    ['a SID of another kind', {}, { workerSid: `WQ${'1'.repeat(32)}` }, ['workerSid']],
    ['attributes of Flex', {}, { workerSid: 1, attributes: '{"flexInteractionSid":"KD1"}' }, ['attributes']],
    [
      'a transfer as attribute',
      {},
      { workerSid: 1, attributes: '{"transfer":{"mode":"cold"}}' },
      ['attributes'],
    ],
    ['a negative priority', {}, { workerSid: 1, priority: -1 }, ['priority']],
    ['no time', {}, { workerSid: 1, timeoutSeconds: 0 }, ['timeoutSeconds']],
  ])('for %s', async (_, handle, target, fields) => {
    const team = await teamWithCustomer();
    const isGrace = 'workerSid' in target && target.workerSid === 1;
    const parameters = { ...handle, ...target, ...(isGrace ? { workerSid: team.grace.sid } : {}) };
    const answer = await invite(team, parameters);
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
    expect(Object.keys((answer.body.details as { fields: object }).fields)).toEqual(fields);
    expect(liveTasks(team)).toHaveLength(1);
  });

  it('for a queue that does not exist, by its name', async () => {
    const team = await teamWithCustomer();
    const answer = await invite(team, { queueSid: `WQ${'1'.repeat(32)}` });
    const { fields } = answer.body.details as { fields: Record<string, string> };
    expect(answer.status).toBe(400);
    expect(fields.queueSid).toMatch(/refused by Twilio/);
  });

  it('for a task that is none of an Interaction, or is gone', async () => {
    const team = await teamWithCustomer();
    const { deployment, ada } = team;
    const call = deployment.twilio.router.createTask(deployment.twilio.workspace, {
      attributes: { call_sid: 'CA1' },
      queueSid: deployment.account.everyone.sid,
    });
    for (const taskSid of [call.entity.sid, `WT${'1'.repeat(32)}`]) {
      const answer = await deployment.callAgent(ada, INVITE, { taskSid, workerSid: ada.sid });
      expect(answer).toMatchObject({ status: 404, body: { code: 'interaction_not_found' } });
    }
  });

  it('for a channel that is closed', async () => {
    const team = await teamWithCustomer();
    await team.deployment.callAgent(team.ada, '/agent/close', { taskSid: team.taskSid });
    const answer = await invite(team, { workerSid: team.grace.sid });
    expect(answer).toMatchObject({ status: 404, body: { code: 'interaction_not_found' } });
  });
});

describe('an Invite that Twilio', () => {
  const strike = (team: Team, fault: object) =>
    team.deployment.twilio.faults.add({
      operation: 'CreateInteractionChannelInvite',
      kind: 'status',
      times: 1,
      ...fault,
    });

  it.each([
    ['refuses for the channel', { status: 404, code: 20404 }, 404, 'interaction_not_found'],
    ['refuses for the target', { status: 400, code: 45004 }, 400, 'invalid_request'],
    ['may not make for us', { status: 403, code: 20403 }, 500, 'internal_error'],
  ])('%s is told as that, and the same request may be sent again', async (_, fault, status, code) => {
    const team = await teamWithCustomer();
    strike(team, fault);
    const parameters = { workerSid: team.grace.sid, requestId: 'click-1' };
    expect(await invite(team, parameters)).toMatchObject({ status, body: { code } });
    expect(liveTasks(team)).toHaveLength(1);
    expect((await invite(team, parameters)).status).toBe(201);
    expect(liveTasks(team)).toHaveLength(2);
  });

  it('made, but did not answer for, is found by its task and not sent again', async () => {
    const team = await teamWithCustomer();
    strike(team, { kind: 'reset-after' });
    const inviting = invite(team, { workerSid: team.grace.sid });
    await team.deployment.settle(5_000);
    const { status, body } = await inviting;
    expect(status).toBe(201);
    expect(taskOf(team, body.taskSid).entity.assignment_status).toBe('reserved');
    expect(liveTasks(team)).toHaveLength(2);
  });

  it.each(['reset-before', 'never-before'])('perhaps made (%s) is not claimed to be', async (kind) => {
    const team = await teamWithCustomer();
    strike(team, { kind });
    const inviting = invite(team, { workerSid: team.grace.sid, requestId: 'click-1' });
    await team.deployment.settle(15_000);
    expect(await inviting).toMatchObject({ status: 503, body: { code: 'upstream_unavailable' } });
    expect(liveTasks(team)).toHaveLength(1);
    await team.deployment.settle(15_000);
    const again = invite(team, { workerSid: team.grace.sid, requestId: 'click-1' });
    await team.deployment.settle(5_000);
    expect((await again).status).toBe(201);
    expect(liveTasks(team)).toHaveLength(2);
  });

  it('limits for long is not sent, also if the claim cannot be withdrawn then', async () => {
    const team = await teamWithCustomer();
    strike(team, { status: 429, times: 9 });
    team.deployment.twilio.faults.add({ operation: 'UpdateDocument', kind: 'refused' });
    const inviting = invite(team, { workerSid: team.grace.sid, requestId: 'click-1' });
    await team.deployment.settle(15_000);
    expect(await inviting).toMatchObject({ status: 503, body: { code: 'upstream_unavailable' } });
    team.deployment.twilio.faults.clear();
    const again = invite(team, { workerSid: team.grace.sid, requestId: 'click-1' });
    await team.deployment.settle(15_000);
    expect((await again).status).toBe(201);
    expect(liveTasks(team)).toHaveLength(2);
  });
});

describe('what an Invite costs', () => {
  it.each([
    ['to an agent', (team: Team) => ({ workerSid: team.grace.sid })],
    ['to a queue', (team: Team) => ({ queueSid: team.deployment.account.everyone.sid })],
    ['with a requestId', (team: Team) => ({ workerSid: team.grace.sid, requestId: 'click-1' })],
  ])('%s: five REST calls at most, the check of the token among them', async (_, target) => {
    const team = await teamWithCustomer();
    expect(await invite(team, target(team))).toMatchObject({ status: 201, calls: 5 });
  });
});
