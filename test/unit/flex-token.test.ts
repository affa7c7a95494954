import { identifyCaller } from '../../src/core/agents/flex-token';
import { answering, sid } from '../support/answering-gateway';

describe('a Flex token', () => {
  const check = (status: number, body: object | string) =>
    identifyCaller('token', sid('AC'), answering(status, body).gateway);
  const ada = { valid: true, identity: 'ada', worker_sid: sid('WK'), roles: ['agent'] };

  it('tells who calls, and whether they supervise', async () => {
    const caller = { workerSid: sid('WK'), identity: 'ada', isSupervisor: false };
    expect(await check(200, ada)).toEqual(caller);
    for (const role of ['supervisor', 'admin'])
      expect(await check(200, { ...ada, roles: [role] })).toEqual({ ...caller, isSupervisor: true });
    expect(await check(200, { ...ada, roles: 'agent' })).toEqual(caller);
    expect(await check(200, { ...ada, identity: null })).toEqual({ ...caller, identity: '' });
  });

  it.each([
    ['has no roles', { roles: null }],
    ['has only roles without rights', { roles: ['guest', 'wfo.viewer'] }],
    ['is no worker', { worker_sid: null }],
    ['has a worker that is none', { worker_sid: 'x' }],
  ])('whose user %s is refused', async (_, changes) => {
    await expect(check(200, { ...ada, ...changes })).rejects.toMatchObject({ code: 'not_an_agent' });
  });

  it('that Twilio calls invalid, or does not understand, is refused', async () => {
    await expect(check(200, { valid: false })).rejects.toMatchObject({ code: 'token_invalid' });
    await expect(check(400, { code: 20001 })).rejects.toMatchObject({ code: 'token_invalid' });
  });

  it('is not called invalid because it is we who may not ask', async () => {
    await expect(check(401, { code: 20003 })).rejects.toMatchObject({ kind: 'rejected', code: 20003 });
  });

  it.each([
    [200, { valid: 'yes' }],
    [200, '<html>'],
    [503, ''],
  ])('is not called invalid because the service answers %d %j', async (status, body) => {
    await expect(check(status, body)).rejects.toMatchObject({ kind: 'unavailable', isPassing: true });
  });
});
