import { liveTasks, teamWithCustomer } from '../../support/team';
import { bookOf, invited, refusal, refusalOfField } from './invites';

const INVITE_CALL = 'CreateInteractionChannelInvite';

describe('an Invite is claimed', () => {
  it('although the answer to the first claim got lost', async () => {
    const team = await teamWithCustomer();
    const { faults } = team.deployment.twilio;
    faults.add({ operation: 'CreateDocument', kind: 'reset-after', times: 1 });
    // One to create the book again, and one to look whose it is.
    expect(await invited(team, { workerSid: team.grace.sid })).toMatchObject({ status: 201, calls: 7 });
    expect(liveTasks(team)).toHaveLength(2);
  });

  it('although the answer to a later claim got lost', async () => {
    const team = await teamWithCustomer();
    await invited(team, { workerSid: team.joan.sid });
    const { faults } = team.deployment.twilio;
    faults.add({ operation: 'UpdateDocument', kind: 'reset-after', times: 1 });
    expect(await invited(team, { workerSid: team.grace.sid })).toMatchObject({ status: 201, calls: 9 });
    expect(bookOf(team).map(({ target }) => target)).toEqual([team.joan.sid, team.grace.sid]);
    expect(liveTasks(team)).toHaveLength(3);
  });

  it('although somebody else has written the book in between', async () => {
    const team = await teamWithCustomer();
    await invited(team, { workerSid: team.joan.sid });
    const { faults } = team.deployment.twilio;
    faults.add({ operation: 'UpdateDocument', kind: 'status', status: 412, code: 54103, times: 1 });
    expect(await invited(team, { workerSid: team.grace.sid })).toMatchObject({ status: 201, calls: 9 });
    expect(liveTasks(team)).toHaveLength(3);
  });

  it('although the book vanished between two looks', async () => {
    const team = await teamWithCustomer();
    const { faults } = team.deployment.twilio;
    faults.add({ operation: 'CreateDocument', kind: 'status', status: 409, code: 54301, times: 1 });
    expect(await invited(team, { workerSid: team.grace.sid })).toMatchObject({ status: 201, calls: 7 });
    expect(bookOf(team)).toHaveLength(1);
  });

  it('or not sent, if others write the book all the time', async () => {
    const team = await teamWithCustomer();
    await invited(team, { workerSid: team.joan.sid });
    const { faults } = team.deployment.twilio;
    faults.add({ operation: 'UpdateDocument', kind: 'status', status: 412, code: 54103 });
    const answer = await invited(team, { workerSid: team.grace.sid });
    expect(answer).toMatchObject({
      status: 503,
      calls: 14,
      log: { reason: 'unavailable', operation: 'the book of Invites' },
    });
    expect(answer.body).toEqual(refusal('upstream_unavailable'));
    expect(liveTasks(team)).toHaveLength(2);
  });

  it('without asking for a new book where somebody else was invited before', async () => {
    const team = await teamWithCustomer();
    await invited(team, { workerSid: team.grace.sid });
    team.grace.accept();
    await team.deployment.settle();
    expect(await invited(team, { workerSid: team.joan.sid })).toMatchObject({ status: 201, calls: 6 });
  });
});

describe('an Invite of unknown fate', () => {
  it('is looked for after a moment, and found', async () => {
    const team = await teamWithCustomer();
    team.deployment.twilio.faults.add({ operation: INVITE_CALL, kind: 'reset-after', times: 1 });
    const answer = await invited(team, { workerSid: team.grace.sid });
    expect(answer).toMatchObject({ status: 201, calls: 6, tookMs: 300 });
    expect(answer.body).toEqual({
      inviteSid: team.interaction.invites.at(-1)?.entity.sid,
      taskSid: liveTasks(team).at(-1)?.entity.sid,
    });
  });

  it('is looked for after a moment, and not claimed to be sent if it is not there', async () => {
    const team = await teamWithCustomer();
    team.deployment.twilio.faults.add({ operation: INVITE_CALL, kind: 'reset-before', times: 1 });
    const answer = await invited(team, { workerSid: team.grace.sid });
    expect(answer).toMatchObject({ status: 503, calls: 6, tookMs: 300, log: { reason: 'unavailable' } });
    expect(answer.body).toEqual(refusal('upstream_unavailable'));
    // Whoever looks again may still find it.
    expect(bookOf(team)).toHaveLength(1);
  });

  it('is not looked for when all the time is gone', async () => {
    const team = await teamWithCustomer();
    team.deployment.twilio.faults.add({ operation: INVITE_CALL, kind: 'never-before', times: 1 });
    const answer = await invited(team, { workerSid: team.grace.sid });
    expect(answer).toMatchObject({ status: 503, calls: 5, tookMs: 8_000, log: { reason: 'timed_out' } });
  });
});

describe('an Invite that Twilio refuses', () => {
  it('is taken out of the book, and others stay in it', async () => {
    const team = await teamWithCustomer();
    await invited(team, { workerSid: team.joan.sid });
    const { faults } = team.deployment.twilio;
    faults.add({ operation: INVITE_CALL, kind: 'status', status: 400, code: 45004, times: 1 });
    const answer = await invited(team, { workerSid: team.grace.sid });
    expect(answer.status).toBe(400);
    expect(answer.body).toEqual(refusalOfField('workerSid'));
    expect(bookOf(team).map(({ target }) => target)).toEqual([team.joan.sid]);
  });

  it('is taken out of the book, although the answer to its claim got lost', async () => {
    const team = await teamWithCustomer();
    const { faults } = team.deployment.twilio;
    faults.add({ operation: 'CreateDocument', kind: 'reset-after', times: 1 });
    faults.add({ operation: INVITE_CALL, kind: 'status', status: 400, code: 45004, times: 1 });
    const answer = await invited(team, { workerSid: team.grace.sid });
    expect(answer.status).toBe(400);
    expect(answer.body).toEqual(refusalOfField('workerSid'));
    expect(bookOf(team)).toEqual([]);
  });

  it('is told as that, also if it cannot be taken out of the book', async () => {
    const team = await teamWithCustomer();
    const { faults } = team.deployment.twilio;
    faults.add({ operation: INVITE_CALL, kind: 'status', status: 400, code: 45004, times: 1 });
    faults.add({ operation: 'UpdateDocument', kind: 'refused' });
    const { support } = team.deployment.account;
    const answer = await invited(team, { queueSid: support.sid });
    expect(answer.status).toBe(400);
    expect(answer.body).toEqual(refusalOfField('queueSid'));
  });

  it.each([
    ['closed', 404, refusal('interaction_not_found')],
    ['failed', 404, refusal('interaction_not_found')],
    ['missing', 404, refusal('interaction_not_found')],
    ['inactive', 400, refusalOfField('workerSid')],
  ] as const)('for a channel that is %s is answered with %d', async (fate, status, body) => {
    const team = await teamWithCustomer();
    const { faults } = team.deployment.twilio;
    faults.add({ operation: INVITE_CALL, kind: 'status', status: 400, code: 45004 });
    if (fate === 'missing') faults.add({ operation: 'FetchInteractionChannel', kind: 'status', status: 404 });
    else team.interaction.channel.status = fate;
    const answer = await invited(team, { workerSid: team.grace.sid });
    expect(answer.status).toBe(status);
    expect(answer.body).toEqual(body);
    expect(bookOf(team)).toEqual([]);
  });
});
