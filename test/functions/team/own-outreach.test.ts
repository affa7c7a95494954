import { CUSTOMER_NUMBER } from '../../support/deployment';
import { click, withAgents } from '../outreach/outreach-deployment';

const INTERACTION = '/agent/interaction';
const CLOSE = '/agent/close';

const CLICKS = [
  ['/agent/click-to-sms', { to: CUSTOMER_NUMBER, body: 'Hello' }],
  ['/agent/click-to-chat', { identity: 'ella', body: 'Hello' }],
] as const;

describe.each(CLICKS)('who reached out by %s', (url, parameters) => {
  async function outreach() {
    const world = withAgents();
    const { body } = await click(world, url, parameters);
    await world.deployment.settle(1_000);
    return { ...world, taskSid: body.taskSid };
  }

  it.each([INTERACTION, CLOSE])(
    'may call %s before their task has reached them, and nobody else may',
    async (of) => {
      const { deployment, ada, grace, taskSid } = await outreach();
      expect(await deployment.callAgent(grace, of, { taskSid })).toMatchObject({
        status: 403,
        body: { code: 'not_your_interaction' },
      });
      expect(await deployment.callAgent(ada, of, { taskSid })).toMatchObject({ status: 200 });
    },
  );

  it('may no more, once only somebody else is in it', async () => {
    const { deployment, ada, grace, taskSid } = await outreach();
    ada.accept();
    await deployment.settle();
    deployment.context.TRANSFER_WORKFLOW_SID = deployment.account.transfer.sid;
    const parameters = { taskSid, mode: 'cold', workerSid: grace.sid };
    const { body } = await deployment.callAgent(ada, '/agent/transfer', parameters);
    await deployment.settle();
    grace.accept();
    await deployment.settle();
    expect(await deployment.callAgent(grace, INTERACTION, { taskSid: body.taskSid })).toMatchObject({
      status: 200,
    });
    expect(await deployment.callAgent(ada, INTERACTION, { taskSid: body.taskSid })).toMatchObject({
      status: 403,
    });
  });
});
