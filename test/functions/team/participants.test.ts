import { readSamples, sampleNamed, withSids } from '../../contract/api-reference-samples';
import { EVERY_HANDLE } from '../../support/handles';
import type { Team } from '../../support/team';
import { teamWithCustomer, teamWithGrace } from '../../support/team';

const LIST = '/agent/participants/list';
const ADD = '/agent/participants/add';

interface ListedParticipant {
  readonly participantSid: string;
  readonly type: string;
  readonly workerSid?: string;
  readonly taskSid?: string;
}

async function list({ deployment, ada, taskSid }: Team): Promise<ListedParticipant[]> {
  const { body } = await deployment.callAgent(ada, LIST, { taskSid });
  return body.participants as ListedParticipant[];
}

function add({ deployment, ada, taskSid }: Team, parameters: object) {
  return deployment.callAgent(ada, ADD, { taskSid, ...parameters });
}

describe('who is in an Interaction', () => {
  it.each(EVERY_HANDLE)('by %s: customer and agents, these with worker and task', async (_, handleOf) => {
    const team = await teamWithGrace();
    const { status, body } = await team.deployment.callAgent(team.ada, LIST, handleOf(team));
    expect(status).toBe(200);
    expect(body).toEqual({
      participants: [
        { participantSid: expect.stringMatching(/^UT/) as string, type: 'customer' },
        {
          participantSid: expect.stringMatching(/^UT/) as string,
          type: 'agent',
          workerSid: team.ada.sid,
          taskSid: team.taskSid,
        },
        {
          participantSid: expect.stringMatching(/^UT/) as string,
          type: 'agent',
          workerSid: team.grace.sid,
          taskSid: team.grace.reservations[0]?.task_sid,
        },
      ],
    });
  });

  it('not those who have left, although Twilio goes on listing them', async () => {
    const team = await teamWithGrace();
    team.grace.complete();
    await team.deployment.settle();
    expect(team.interaction.participants).toHaveLength(3);
    expect((await list(team)).map(({ type, workerSid }) => [type, workerSid])).toEqual([
      ['customer', undefined],
      ['agent', team.ada.sid],
    ]);
  });

  it('an agent who has left and come back once, by their new task', async () => {
    const team = await teamWithGrace();
    const { deployment, ada, grace, taskSid } = team;
    grace.complete();
    await deployment.settle();
    await deployment.callAgent(ada, '/agent/invite', { taskSid, workerSid: grace.sid, requestId: 'again' });
    grace.accept();
    await deployment.settle();
    const listed = (await list(team)).filter(({ workerSid }) => workerSid === grace.sid);
    expect(listed.map((one) => one.taskSid)).toEqual([grace.reservations[0]?.task_sid]);
  });

  it('is for those who take part and for supervisors', async () => {
    const team = await teamWithCustomer();
    const { deployment, grace, boss, taskSid } = team;
    expect(await deployment.callAgent(grace, LIST, { taskSid })).toMatchObject({
      status: 403,
      body: { code: 'not_your_interaction' },
    });
    expect((await deployment.callAgent(boss, LIST, { taskSid })).status).toBe(200);
  });

  it('is for nobody any more who has left', async () => {
    const team = await teamWithGrace();
    const { deployment, grace } = team;
    const [reservation] = grace.reservations;
    grace.complete();
    await deployment.settle();
    for (const handle of [{ taskSid: reservation?.task_sid }, { conversationSid: team.conversationSid }]) {
      expect((await deployment.callAgent(grace, LIST, handle)).status).toBe(403);
    }
  });
});

const EMAIL = { type: 'email', level: 'cc', name: 'Random Person', address: 'random@example.com' };

describe('a Participant is added', () => {
  it.each([['customer'], ['supervisor'], ['external'], ['unknown']])('as %s', async (type) => {
    const team = await teamWithCustomer();
    const answer = await add(team, { type, mediaProperties: JSON.stringify(EMAIL) });
    expect(answer).toMatchObject({ status: 201 });
    expect(answer.body).toEqual({ participantSid: expect.stringMatching(/^UT/) as string });
    const listed = (await list(team)).find(
      ({ participantSid }) => participantSid === answer.body.participantSid,
    );
    expect(listed?.type).toBe(type);
  });

  it("with the request of Twilio's own page", async () => {
    const team = await teamWithCustomer();
    const { form } = sampleNamed(readSamples().samples, 'participants-create').request;
    const [reservation] = team.ada.reservations;
    const sids = { WT: team.taskSid, WK: team.ada.sid, WR: reservation?.sid ?? '' };
    const sample = withSids(form, sids) as Record<string, string>;
    const answer = await add(team, {
      type: sample.Type,
      mediaProperties: sample.MediaProperties,
      routingProperties: sample.RoutingProperties,
    });
    expect(answer.status).toBe(201);
    const added = team.interaction.participants.at(-1)?.entity;
    expect(added).toMatchObject({
      sid: answer.body.participantSid,
      type: 'customer',
      routing_properties: { task_sid: sids.WT, worker_sid: sids.WK, reservation_sid: sids.WR },
    });
  });

  it('and is in the Conversation with their address', async () => {
    const team = await teamWithCustomer();
    await add(team, { type: 'customer', mediaProperties: EMAIL });
    const members = team.deployment.twilio.conversations.find(team.conversationSid)?.participants.values();
    expect([...(members ?? [])].map(({ messaging_binding: binding }) => binding?.address)).toContain(
      EMAIL.address,
    );
  });
});

describe('a Participant is not added', () => {
  it('as an agent, whom only an Invite brings in', async () => {
    const team = await teamWithCustomer();
    const answer = await add(team, { type: 'agent', mediaProperties: { identity: team.grace.identity } });
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
    expect((answer.body.details as { fields: Record<string, string> }).fields.type).toMatch(
      /\/agent\/invite/,
    );
    expect(team.interaction.participants).toHaveLength(2);
  });

  it.each([
    ['no type', { mediaProperties: EMAIL }, 'type'],
    ['another type', { type: 'robot', mediaProperties: EMAIL }, 'type'],
    ['no properties', { type: 'customer' }, 'mediaProperties'],
    ['properties that are no object', { type: 'customer', mediaProperties: '[]' }, 'mediaProperties'],
    ['empty properties', { type: 'customer', mediaProperties: '{}' }, 'mediaProperties'],
    [
      'an address that is none',
      { type: 'customer', mediaProperties: { address: 'nobody' } },
      'mediaProperties',
    ],
    [
      'huge properties',
      { type: 'customer', mediaProperties: { ...EMAIL, name: 'x'.repeat(5_000) } },
      'mediaProperties',
    ],
    [
      'a routing of other things',
      { type: 'customer', mediaProperties: EMAIL, routingProperties: { task_sid: 'WT1' } },
      'routingProperties.task_sid',
    ],
    [
      "a routing in other names than Twilio's",
      { type: 'customer', mediaProperties: EMAIL, routingProperties: { taskSid: `WT${'1'.repeat(32)}` } },
      'routingProperties.taskSid',
    ],
  ])('with %s', async (_, parameters, field) => {
    const team = await teamWithCustomer();
    const answer = await add(team, parameters);
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
    expect(Object.keys((answer.body.details as { fields: object }).fields)).toEqual([field]);
    expect(team.interaction.participants).toHaveLength(2);
  });

  it.each([
    ['a premium number', '+19005550123', 'destination_not_allowed'],
    ['a number abroad', '+4915123456789', 'destination_not_allowed'],
  ])('who has %s, for every message would go there', async (_, address, code) => {
    const team = await teamWithCustomer();
    const answer = await add(team, { type: 'external', mediaProperties: { type: 'sms', address } });
    expect([400, 403]).toContain(answer.status);
    if (answer.status === 403) expect(answer.body.code).toBe(code);
    expect(team.interaction.participants).toHaveLength(2);
  });

  it('from a number that agents may not write from', async () => {
    const team = await teamWithCustomer();
    const mediaProperties = { type: 'sms', address: '+12025550177', proxy_address: '+14155550199' };
    const answer = await add(team, { type: 'external', mediaProperties });
    expect(answer).toMatchObject({ status: 403, body: { code: 'sender_not_allowed' } });
  });

  it('by an agent who does not take part', async () => {
    const team = await teamWithCustomer();
    const { deployment, grace, taskSid } = team;
    const answer = await deployment.callAgent(grace, ADD, {
      taskSid,
      type: 'customer',
      mediaProperties: EMAIL,
    });
    expect(answer).toMatchObject({ status: 403, body: { code: 'not_your_interaction' } });
  });

  it('to a Conversation that is closed', async () => {
    const team = await teamWithCustomer();
    await team.deployment.callAgent(team.ada, '/agent/close', { taskSid: team.taskSid });
    const answer = await add(team, { type: 'customer', mediaProperties: EMAIL });
    expect(answer).toMatchObject({ status: 404, body: { code: 'interaction_not_found' } });
  });

  it.each([
    ['an address of another kind', { address: 5 }],
    ['a sender of another kind', { address: '+12025550177', proxy_address: 5 }],
    ['no number', { address: 'whatsapp:nobody' }],
  ])('with %s', async (_, mediaProperties) => {
    const team = await teamWithCustomer();
    const answer = await add(team, {
      type: 'external',
      mediaProperties: { type: 'sms', ...mediaProperties },
    });
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
    expect(Object.keys((answer.body.details as { fields: object }).fields)).toEqual(['mediaProperties']);
    expect(team.interaction.participants).toHaveLength(2);
  });

  it.each([
    [400, 45004, 400, 'invalid_request'],
    [409, 50416, 400, 'invalid_request'],
    [404, undefined, 404, 'interaction_not_found'],
    [400, 45376, 404, 'interaction_not_found'],
    [403, 20403, 500, 'internal_error'],
    [500, undefined, 503, 'upstream_unavailable'],
  ])('because Twilio answers %d %s: the caller is told %d', async (status, code, told, word) => {
    const team = await teamWithCustomer();
    const { faults } = team.deployment.twilio;
    const fault = { operation: 'CreateInteractionChannelParticipant', kind: 'status', status } as const;
    faults.add(code === undefined ? fault : { ...fault, code });
    const adding = add(team, { type: 'customer', mediaProperties: EMAIL });
    await team.deployment.settle(20_000);
    expect(await adding).toMatchObject({ status: told, body: { code: word } });
    expect(team.interaction.participants).toHaveLength(2);
  });
});
