import { answerError } from '../../src/core/endpoints/answer-error';
import { ApiError } from '../../src/core/endpoints/api-error';
import { InputError } from '../../src/core/endpoints/input-error';
import { ConfigurationError } from '../../src/core/settings';
import { TwilioRequestError } from '../../src/core/twilio/request-error';

const INTERNAL = {
  status: 500,
  body: {
    code: 'internal_error',
    message: 'Something is wrong on our side. The log has the details under this requestId.',
    requestId: 'r1',
  },
};

describe('an expected error', () => {
  it('is answered by its code, with its details if it has any', () => {
    const { answer } = answerError(new ApiError('already_in', 'They are in it.', { with: 'you' }), 'r1');
    expect(answer).toEqual({
      status: 409,
      body: { code: 'already_in', message: 'They are in it.', details: { with: 'you' }, requestId: 'r1' },
    });
    expect(answerError(new ApiError('last_agent', 'You are the last.'), 'r1').answer.body).toEqual({
      code: 'last_agent',
      message: 'You are the last.',
      requestId: 'r1',
    });
  });

  it('of the input names its fields to the caller, and only the parameters to the log', () => {
    const { answer, facts } = answerError(new InputError({ 'attributes.secret': 'must not be' }), 'r1');
    expect(answer).toEqual({
      status: 400,
      body: {
        code: 'invalid_request',
        message:
          'Some fields are missing or wrong; details.fields names each. Correct them and send it again.',
        details: { fields: { 'attributes.secret': 'must not be' } },
        requestId: 'r1',
      },
    });
    expect(facts).toEqual({ outcome: 'invalid_request', reason: 'attributes' });
  });

  it('of several fields of one parameter names the parameter to the log once', () => {
    const error = new InputError({ to: 'is required', 'routing.a': 'x', 'routing.b': 'y' });
    expect(answerError(error, 'r1').facts).toMatchObject({ reason: 'to routing' });
  });

  it('of Twilio that passes asks for the same again, and raises no alert', () => {
    const passing = new TwilioRequestError({ kind: 'rate_limited', operation: 'POST x', code: 20429 });
    const { answer, facts } = answerError(passing, 'r1');
    expect(answer).toEqual({
      status: 503,
      body: {
        code: 'upstream_unavailable',
        message:
          'It could not be done in time: Twilio did not answer, or somebody else is at the same thing. Nothing is lost; send it again.',
        requestId: 'r1',
      },
    });
    expect(facts).toEqual({
      outcome: 'upstream_unavailable',
      reason: 'rate_limited',
      operation: 'POST x',
      code: 20429,
    });
  });
});

describe('an unexpected error', () => {
  it.each([
    [
      'a wrong setting',
      new ConfigurationError('AUTH_TOKEN', 'is missing'),
      { error: 'ConfigurationError', setting: 'AUTH_TOKEN' },
    ],
    [
      "a refusal of Twilio's, by its code",
      new TwilioRequestError({ kind: 'rejected', operation: 'POST x', status: 400, code: 20001 }),
      { error: 'TwilioRequestError', operation: 'POST x', code: 20001 },
    ],
    [
      "a refusal of Twilio's without a code, by its status",
      new TwilioRequestError({ kind: 'rejected', operation: 'POST x', status: 403 }),
      { error: 'TwilioRequestError', operation: 'POST x', code: 403 },
    ],
    ['something thrown that is no error', 'Ella +12025550143', { error: 'string' }],
  ])('%s: the answer is constant, the log says what it was', (_, error, described) => {
    const { answer, facts } = answerError(error, 'r1');
    expect(answer).toEqual(INTERNAL);
    expect(facts).toEqual({ outcome: 'internal_error', alert: true, ...described });
  });

  it('is told to the log by its class, code and place, never by its message', () => {
    const error = Object.assign(new TypeError('Ella +12025550143'), { code: 'ERR_X' });
    const { answer, facts } = answerError(error, 'r1');
    expect(answer).toEqual(INTERNAL);
    expect(facts).toMatchObject({
      error: 'TypeError',
      code: 'ERR_X',
      where: expect.stringMatching(/^answer-error\.test\.ts:\d+:\d+$/) as string,
    });
    expect(JSON.stringify(facts)).not.toContain('Ella');
  });

  it.each([
    [
      'in a function',
      'Error: x\n    at route (/app/core/route.js:12:5)\n    at next (/app/a.js:1:1)',
      'route.js:12:5',
    ],
    ['in none', 'Error: x\n    at async /app/core/route.js:12:5', 'route.js:12:5'],
  ])('is told with the place of its topmost frame, %s', (_, stack, where) => {
    const error = Object.assign(new Error('x'), { stack });
    expect(answerError(error, 'r1').facts).toMatchObject({ where });
  });

  it('is told without its place if it has no stack', () => {
    const error = new RangeError('Ella');
    delete error.stack;
    expect(answerError(error, 'r1').facts).toEqual({
      outcome: 'internal_error',
      alert: true,
      error: 'RangeError',
      code: undefined,
      where: undefined,
    });
  });
});
