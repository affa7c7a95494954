import { agentsIn, liveTasks, teamWithCustomer } from '../../support/team';

const INTERACTION = '/agent/interaction';
const TASKROUTER = '/webhooks/taskrouter';

describe('a transfer that nobody took', () => {
  it('is told to an agent whose own task the record did not know', async () => {
    const team = await teamWithCustomer();
    const { deployment, ada, grace, joan, taskSid, conversationSid } = team;
    const first = await deployment.callAgent(ada, '/agent/transfer', {
      taskSid,
      workerSid: grace.sid,
      mode: 'warm',
    });
    grace.accept();
    await deployment.settle();
    // Nobody tells that Ada leaves.
    deployment.twilio.world.deliveries.weather = { copies: () => [] };
    ada.complete();
    await deployment.settle();
    const ofGrace = { taskSid: String(first.body.taskSid) };
    const second = { ...ofGrace, workerSid: joan.sid, mode: 'cold' };
    expect((await deployment.callAgent(grace, '/agent/transfer', second)).status).toBe(201);
    joan.reject();
    await deployment.settle(120_000);
    const end = deployment.deliveries.findLast(({ title }) => title === 'task.canceled');
    const { log } = await deployment.call(TASKROUTER, end?.detail.parameters as object);
    expect(log).toMatchObject({ outcome: 'adopted' });
    expect(deployment.recordOf(conversationSid)).toMatchObject({ state: 'routed', ...ofGrace });
    expect(agentsIn(team)).toEqual([grace.identity]);
    const { body } = await deployment.callAgent(grace, INTERACTION, ofGrace);
    expect(body.endedTransfers).toMatchObject([{ to: joan.sid, by: grace.sid }]);
  });

  it('is told to nobody, once whoever transferred is gone: the customer is rerouted', async () => {
    const team = await teamWithCustomer();
    const { deployment, ada, grace, boss, taskSid, conversationSid } = team;
    const parameters = { taskSid, workerSid: grace.sid, mode: 'warm' };
    await deployment.callAgent(ada, '/agent/transfer', parameters);
    ada.complete();
    ada.setActivity('Break');
    await deployment.settle();
    team.joan.setActivity('Break');
    grace.reject();
    await deployment.settle(120_000);
    const ends = deployment.logs.filter(({ url, event }) => url === TASKROUTER && event !== 'uninteresting');
    expect(ends).toContainEqual(expect.objectContaining({ outcome: 'rerouted', calls: 6 }));
    expect(liveTasks(team)).toHaveLength(1);
    const { body } = await deployment.callAgent(boss, INTERACTION, { conversationSid });
    expect(body.endedTransfers).toEqual([]);
  });
});
