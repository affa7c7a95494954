import { settled } from '../../support/settled';
import type { Team } from '../../support/team';
import { rewriteTask, teamWithCustomer, teamWithGrace } from '../../support/team';
import { putRecord } from '../routing/written-to';

const CLOSE = '/agent/close';
const LEAVE = '/agent/leave';
const FORGOTTEN = { kind: 'status', status: 404, code: 20404 } as const;
const OTHER_CHANNEL = `UO${'1'.repeat(32)}`;

function adaCloses({ deployment, ada, taskSid }: Team, handle: object = { taskSid }) {
  return settled(deployment, deployment.callAgent(ada, CLOSE, handle));
}

function stateOf({ deployment, conversationSid }: Team): string | undefined {
  return deployment.twilio.conversations.find(conversationSid)?.entity.state;
}

/** Nothing tells the Conversation of Ada's task. */
async function withoutConversation(): Promise<Team> {
  const team = await teamWithCustomer();
  rewriteTask(team, { conversationSid: undefined });
  return team;
}

describe('an agent closes', () => {
  it('what is routed: its record keeps what it was, for whoever asks once more', async () => {
    const team = await teamWithCustomer();
    const { deployment, interaction, conversationSid } = team;
    expect(await adaCloses(team)).toMatchObject({ status: 200, body: { outcome: 'closed' }, calls: 6 });
    expect(deployment.recordOf(conversationSid)).toEqual({
      state: 'closed',
      attempt: 1,
      interactionSid: interaction.entity.sid,
      channelSid: interaction.channel.sid,
      taskSid: team.taskSid,
      writtenBy: expect.any(String) as string,
      writtenAtMs: expect.any(Number) as number,
    });
  });

  it('what is closed already: its record is left as it is', async () => {
    const team = await teamWithCustomer();
    const { deployment, conversationSid } = team;
    await adaCloses(team);
    const record = deployment.recordOf(conversationSid);
    const again = await adaCloses(team);
    expect(again).toMatchObject({ status: 200, body: { outcome: 'already_closed' }, calls: 8 });
    expect(deployment.recordOf(conversationSid)).toEqual(record);
  });

  it.each([
    ['names no channel', {}, 'closed'],
    ['is of another channel', { channelSid: OTHER_CHANNEL }, 'routed'],
  ])('a channel whose Conversation has a record that %s', async (_, sids, state) => {
    const team = await teamWithCustomer();
    team.deployment.twilio.world.deliveries.weather = { copies: () => [] };
    putRecord({ ...team, first: {} }, { state: 'routed', ...sids });
    expect(await adaCloses(team)).toMatchObject({ status: 200, body: { outcome: 'closed' } });
    expect(team.deployment.recordOf(team.conversationSid)).toMatchObject({ state });
  });

  it('what has no record', async () => {
    const team = await teamWithCustomer();
    team.deployment.twilio.faults.add({ operation: 'FetchDocument', ...FORGOTTEN, code: 54100 });
    expect(await adaCloses(team)).toMatchObject({ status: 200, body: { outcome: 'closed' }, calls: 5 });
    expect(stateOf(team)).toBe('closed');
  });

  it('a Conversation whose channel Twilio has forgotten', async () => {
    const team = await teamWithCustomer();
    const { faults } = team.deployment.twilio;
    faults.add({ operation: 'UpdateInteractionChannel', ...FORGOTTEN });
    faults.add({ operation: 'FetchInteractionChannel', ...FORGOTTEN });
    expect(await adaCloses(team)).toMatchObject({ status: 200, body: { outcome: 'closed' } });
    expect(stateOf(team)).toBe('closed');
  });

  it('and is told if Twilio refuses it: nothing is said to be closed', async () => {
    const team = await teamWithCustomer();
    const { deployment, conversationSid } = team;
    deployment.twilio.faults.add({ operation: 'UpdateInteractionChannel', kind: 'status', status: 400 });
    const { status, log } = await adaCloses(team);
    expect(status).toBe(503);
    expect(log).toMatchObject({ reason: 'unavailable', operation: 'close a channel: Twilio refused' });
    expect(stateOf(team)).toBe('active');
    expect(deployment.recordOf(conversationSid)).toMatchObject({ state: 'routed' });
  });

  it.each([
    ['active', 'closed', 4],
    ['failed', 'already_closed', 5],
  ] as const)(
    'a channel whose Conversation is not known, and which is %s',
    async (status, outcome, calls) => {
      const team = await withoutConversation();
      team.interaction.channel.status = status;
      expect(await adaCloses(team)).toMatchObject({ status: 200, body: { outcome }, calls });
    },
  );
});

describe('an agent leaves', () => {
  /** Ada and Grace are both with the customer, and Ada's leaving takes Twilio a second. */
  async function leavingSlowly(): Promise<Team> {
    const team = await teamWithGrace();
    const removal = {
      operation: 'UpdateInteractionChannelParticipant',
      kind: 'late',
      delayMs: 1_000,
    } as const;
    team.deployment.twilio.faults.add(removal);
    return team;
  }

  it.each([
    ['is told so', false],
    ['is told so when their task is gone as well', true],
  ])('by Flex at the same time: whoever has left %s', async (_, isGone) => {
    const team = await leavingSlowly();
    const { deployment, ada, taskSid } = team;
    const leaving = deployment.callAgent(ada, LEAVE, { taskSid });
    await deployment.settle(500);
    ada.complete();
    if (isGone) deployment.twilio.workspace.tasks.delete(taskSid);
    expect(await settled(deployment, leaving)).toMatchObject({
      status: 200,
      body: { outcome: 'already_left' },
    });
  });

  it('and Twilio refuses: it is said which step failed', async () => {
    const team = await leavingSlowly();
    const { deployment, ada, taskSid } = team;
    deployment.twilio.faults.clear();
    const refused = {
      operation: 'UpdateInteractionChannelParticipant',
      kind: 'status',
      status: 400,
    } as const;
    deployment.twilio.faults.add(refused);
    const { status, log } = await deployment.callAgent(ada, LEAVE, { taskSid });
    expect(status).toBe(503);
    expect(log).toMatchObject({ reason: 'unavailable', operation: 'remove an agent: Twilio refused' });
  });

  it('while a colleague is listed whose task has just gone: nobody would stay', async () => {
    const team = await leavingSlowly();
    const { deployment, ada, taskSid } = team;
    deployment.twilio.faults.add({ operation: 'FetchTask', ...FORGOTTEN, after: 1 });
    expect(await deployment.callAgent(ada, LEAVE, { taskSid })).toMatchObject({
      status: 409,
      body: { code: 'last_agent' },
    });
  });

  it('while a colleague stays whose transfer has come to nothing', async () => {
    const team = await leavingSlowly();
    const { deployment, ada, grace, joan, taskSid, interaction } = team;
    const graceTaskSid = grace.reservations[0]?.task_sid;
    deployment.twilio.faults.clear();
    deployment.twilio.world.deliveries.weather = { copies: () => [] };
    const transfer = { taskSid: graceTaskSid, workerSid: joan.sid, mode: 'cold' };
    expect((await deployment.callAgent(grace, '/agent/transfer', transfer)).status).toBe(201);
    joan.accept();
    const part = interaction.participants.at(-1);
    if (part) deployment.twilio.interactions.participants.update(interaction, part, 'closed');
    expect(await deployment.callAgent(ada, LEAVE, { taskSid })).toMatchObject({ body: { outcome: 'left' } });
  });
});
