import { sleep } from '../../src/core/clock';
import type { EndpointKind, Result } from '../../src/core/endpoints/endpoint';
import { endpoint } from '../../src/core/endpoints/endpoint';
import type { Answer } from '../../src/core/platform';
import { Deployment } from '../support/deployment';

const BUDGET = { totalMs: 5_000, reserveMs: 1_000 };
const DONE: Result = { answer: { status: 200, body: { done: true } }, facts: { outcome: 'done' } };

/** Calls an endpoint of this work, and lets a minute pass. */
async function answersOf(deployment: Deployment, run: EndpointKind['run']): Promise<unknown[]> {
  const answers: unknown[] = [];
  const handler = endpoint({ url: '/webhooks/test', budget: BUDGET, run }, deployment.platform());
  const handled = handler(deployment.context, {}, (error, response) => {
    const { status, body } = response as Answer;
    answers.push([error, status, body]);
  });
  await deployment.settle(60_000);
  await handled;
  return answers;
}

describe('every endpoint answers exactly once', () => {
  it('also if its work takes a little longer than its budget', async () => {
    const deployment = new Deployment();
    const answers = await answersOf(deployment, async (_, { platform }) => {
      await sleep(platform.clock, BUDGET.totalMs + 100);
      return DONE;
    });
    expect(answers).toEqual([[null, 200, DONE.answer.body]]);
    expect(deployment.logs).toMatchObject([{ level: 'info', outcome: 'done', ms: 5_100 }]);
  });

  it('also if its work never ends, half a second after its budget', async () => {
    const deployment = new Deployment();
    const answers = await answersOf(deployment, () => new Promise(() => undefined));
    expect(answers).toMatchObject([[null, 500, { code: 'internal_error' }]]);
    expect(deployment.logs).toMatchObject([{ level: 'error', alert: true, error: 'Error', ms: 5_500 }]);
  });

  it('also if its work ends after that', async () => {
    const deployment = new Deployment();
    const answers = await answersOf(deployment, async (_, { platform }) => {
      await sleep(platform.clock, 30_000);
      return DONE;
    });
    expect(answers).toMatchObject([[null, 500, { code: 'internal_error' }]]);
    expect(deployment.logs).toHaveLength(1);
  });
});
