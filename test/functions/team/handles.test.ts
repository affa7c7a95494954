import { settled } from '../../support/settled';
import type { Team } from '../../support/team';
import {
  adaIsGone,
  agentsIn,
  agentsOf,
  rewriteTask,
  teamWithCustomer,
  teamWithGrace,
} from '../../support/team';

const INTERACTION = '/agent/interaction';
const CLOSE = '/agent/close';
const NOT_FOUND = { status: 404, body: { code: 'interaction_not_found' } };
const TASK = `WT${'1'.repeat(32)}`;
const KD = `KD${'1'.repeat(32)}`;
const UO = `UO${'1'.repeat(32)}`;
const CH = `CH${'1'.repeat(32)}`;

const REQUIRED = 'is required, or interactionSid with channelSid, or conversationSid';
const SURPLUS = 'must be left out: one handle names the Interaction';

/** Grace has come and gone, and her task with her. */
async function graceWasThere(): Promise<Team> {
  const team = await teamWithGrace();
  const { deployment, grace, graceTaskSid } = team;
  await deployment.callAgent(grace, '/agent/leave', { taskSid: graceTaskSid });
  return team;
}

/** A second channel of the same Conversation, of which Twilio has not dropped one yet. */
function secondChannel({ deployment, conversationSid }: Team) {
  const { twilio, account } = deployment;
  return twilio.interactions.create(
    { type: 'sms', initiated_by: 'customer', properties: { media_channel_sid: conversationSid } },
    {
      workspace_sid: twilio.workspace.entity.sid,
      workflow_sid: account.assignToAnyone.sid,
      task_channel_unique_name: 'sms',
      attributes: {},
    },
    {},
  );
}

describe('the handle of an Interaction', () => {
  it.each([
    [{}, { taskSid: REQUIRED }],
    [{ taskSid: TASK, conversationSid: CH }, { conversationSid: SURPLUS }],
    [{ taskSid: TASK, interactionSid: KD }, { interactionSid: SURPLUS }],
    [{ taskSid: TASK, channelSid: UO }, { channelSid: SURPLUS }],
    [{ conversationSid: CH, interactionSid: KD, channelSid: UO }, { conversationSid: SURPLUS }],
    [{ channelSid: UO }, { interactionSid: 'is required beside channelSid' }],
    [{ interactionSid: KD }, { channelSid: 'is required beside interactionSid' }],
    [{ taskSid: 'WT1', conversationSid: CH }, { taskSid: 'must be a SID: WT and 32 hexadecimal digits' }],
  ])('is one: %p', async (handle, fields) => {
    const { deployment, ada } = agentsOf();
    const { status, body, calls } = await deployment.callAgent(ada, INTERACTION, handle);
    expect({ status, code: body.code, details: body.details, calls }).toEqual({
      status: 400,
      code: 'invalid_request',
      details: { fields },
      calls: 1,
    });
  });

  it.each(['flexInteractionSid', 'flexInteractionChannelSid'])(
    'may be a task, but not one without %s',
    async (attribute) => {
      const team = await teamWithCustomer();
      const { deployment, ada, taskSid, conversationSid } = team;
      rewriteTask(team, { [attribute]: undefined });
      expect(await deployment.callAgent(ada, CLOSE, { taskSid })).toMatchObject(NOT_FOUND);
      expect(deployment.twilio.conversations.find(conversationSid)?.entity.state).toBe('active');
    },
  );

  it('may be a Conversation, whose tasks may be of no channel: its record knows it', async () => {
    const team = await teamWithCustomer();
    const { deployment, boss, conversationSid } = team;
    rewriteTask(team, { flexInteractionChannelSid: undefined });
    const { status, body } = await deployment.callAgent(boss, INTERACTION, { conversationSid });
    expect(status).toBe(200);
    expect(body).toMatchObject({ channelSid: team.interaction.channel.sid, status: 'active' });
  });

  it('may be a Conversation with two channels: what is told is of the one that was served first', async () => {
    const team = await teamWithCustomer();
    const { deployment, boss, conversationSid } = team;
    secondChannel(team);
    const { body } = await deployment.callAgent(boss, INTERACTION, { conversationSid });
    expect(body).toMatchObject({ channelSid: team.interaction.channel.sid, pendingInvites: [] });
  });

  it('may be a Conversation that began anew: what is told is of the channel that is served', async () => {
    const team = await teamWithCustomer();
    const { deployment, boss, conversationSid } = team;
    adaIsGone(team);
    const second = secondChannel(team);
    const { body } = await deployment.callAgent(boss, INTERACTION, { conversationSid });
    expect(body.channelSid).toBe(second.channel.sid);
  });

  it('may be a Conversation that a task without a channel names too', async () => {
    const team = await teamWithCustomer();
    const { deployment, boss, conversationSid } = team;
    const second = secondChannel(team);
    rewriteTask(team, { flexInteractionChannelSid: undefined });
    const { body } = await deployment.callAgent(boss, INTERACTION, { conversationSid });
    expect(body.channelSid).toBe(second.channel.sid);
  });

  it('may be a task of which no Conversation is known: no record is looked for', async () => {
    const team = await teamWithCustomer();
    const { deployment, ada, taskSid } = team;
    rewriteTask(team, { conversationSid: undefined });
    const { status, body, calls } = await deployment.callAgent(ada, INTERACTION, { taskSid });
    expect(status).toBe(200);
    expect(body.record).toBeNull();
    expect(calls).toBe(6);
  });
});

describe('whether an agent takes part', () => {
  it("is asked of their own task, also if they name a colleague's: a search may be late", async () => {
    const team = await teamWithCustomer();
    const { deployment, ada, grace, taskSid } = team;
    await deployment.callAgent(ada, '/agent/invite', { taskSid, workerSid: grace.sid });
    grace.accept();
    await deployment.settle();
    deployment.twilio.faults.add({ operation: 'ListTask', kind: 'status', status: 403, code: 20403 });
    expect(await deployment.callAgent(grace, CLOSE, { taskSid })).toMatchObject({
      status: 200,
      body: { outcome: 'closed' },
    });
  });

  it('is denied to whoever was there once, also when their task is gone', async () => {
    const team = await graceWasThere();
    const { deployment, ada, grace, taskSid } = team;
    for (const waitMs of [0, 600_000]) {
      await deployment.settle(waitMs);
      const answer = await settled(deployment, deployment.callAgent(grace, CLOSE, { taskSid }));
      expect(answer).toMatchObject({ status: 403, body: { code: 'not_your_interaction' } });
    }
    expect(agentsIn(team)).toEqual([ada.identity]);
  });

  it('needs no look at the task of a part that they had before', async () => {
    const team = await teamWithCustomer();
    const { deployment, ada, conversationSid, taskSid } = team;
    await deployment.callAgent(ada, '/agent/park', { taskSid });
    await deployment.settle();
    const { body } = await deployment.callAgent(ada, '/agent/resume', { conversationSid });
    ada.accept();
    await deployment.settle();
    const closed = await deployment.callAgent(ada, CLOSE, { taskSid: body.taskSid });
    expect(closed).toMatchObject({ status: 200, body: { outcome: 'closed' }, calls: 6 });
  });

  it.each([
    ['a supervisor', { type: 'supervisor' }],
    ['an agent without a task', { task_sid: undefined }],
    ['an agent without a worker', { worker_sid: undefined }],
  ])('is not told by a Participant who is %s', async (_, changes) => {
    const team = await teamWithCustomer();
    const { deployment, ada, interaction, taskSid } = team;
    const { type = 'agent', ...routing } = changes as { type?: string };
    const part = interaction.participants.find(({ entity }) => entity.type === 'agent');
    Object.assign(part?.entity ?? {}, {
      type,
      routing_properties: { ...part?.entity.routing_properties, ...routing },
    });
    expect(await deployment.callAgent(ada, CLOSE, { taskSid })).toMatchObject({ status: 403 });
  });
});
