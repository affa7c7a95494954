import type { Operation } from '../../src/api/operation';
import { OPERATIONS } from '../../src/api/operations';
import { API_ERRORS } from '../../src/core/endpoints/api-error';
import { DocumentedAnswers } from '../support/documented-answers';
import { agentScenarios } from './answers/agent-answers';
import { BACKEND_SCENARIOS } from './answers/backend-answers';
import { OUTREACH_SCENARIOS } from './answers/outreach-answers';
import type { Scenarios } from './answers/scenario';
import { TEAM_SCENARIOS } from './answers/team-answers';
import { WEBHOOK_SCENARIOS } from './answers/webhook-answers';

const SCENARIOS: Readonly<Record<string, Scenarios>> = {
  ...OUTREACH_SCENARIOS,
  ...TEAM_SCENARIOS,
  ...BACKEND_SCENARIOS,
  ...WEBHOOK_SCENARIOS,
};

const documented = new DocumentedAnswers();

function scenariosOf({ url, caller }: Operation): Scenarios {
  return { ...(caller === 'agent' ? agentScenarios(url) : {}), ...SCENARIOS[url] };
}

describe.each(OPERATIONS.map((operation) => [operation.url, operation] as const))('%s', (url, operation) => {
  const scenarios = scenariosOf(operation);

  it.each(operation.answers.map(({ status }) => status))('answers %i as documented', async (status) => {
    const answer = await scenarios[status]?.();
    expect(answer?.status).toBe(status);
    expect(answer && documented.findProblem(url, answer)).toBe('');
  });

  it.each(operation.errors)('refuses with %s as documented', async (code) => {
    const answer = await scenarios[code]?.();
    expect(answer).toMatchObject({ status: API_ERRORS[code], body: { code } });
    expect(answer && documented.findProblem(url, answer)).toBe('');
  });
});

describe('the check of answers finds', () => {
  const answer = { status: 200, body: { outcome: 'parked' } };

  it.each([
    ['a status that is not documented', { ...answer, status: 418 }],
    ['an outcome that is not documented', { ...answer, body: { outcome: 'gone' } }],
    ['a field that is not documented', { ...answer, body: { outcome: 'parked', by: 'Ada' } }],
    ['a field that is missing', { ...answer, body: {} }],
    ['an error of another URL', { status: 409, body: { code: 'last_agent', message: 'm', requestId: 'r' } }],
    [
      'a code with the status of another',
      { status: 403, body: { code: 'already_in', message: 'm', requestId: 'r' } },
    ],
  ])('%s', (_, given) => {
    expect(documented.findProblem('/agent/park', answer)).toBe('');
    expect(documented.findProblem('/agent/park', given)).not.toBe('');
  });
});
