import { SyncDocuments } from '../../src/core/twilio/sync-documents';
import { answeringInTurn, AWAY, sid } from '../support/answering-gateway';

describe('a Document', () => {
  const documents = (...answers: Parameters<typeof answeringInTurn>) =>
    new SyncDocuments(answeringInTurn(...answers).gateway, sid('IS'));
  const taken = [409, { code: 54301 }] as const;
  const change = { ifMatch: '1', data: {}, ttlSeconds: 60 };

  it('may be our own if its name is taken when its creation is repeated', async () => {
    expect(await documents(taken).create('x', {}, 60)).toBe('taken');
    expect(await documents(AWAY, taken).create('x', {}, 60)).toBe('taken or own');
  });

  it.each([
    ['by the code', [400, { code: 54301 }], [400, { code: 54100 }], [400, { code: 54103 }]],
    ['by the status, where there is no code', [409], [404], [412]],
  ] as const)('is called taken, gone or changed %s', async (_, taken, gone, changed) => {
    expect(await documents(taken).create('x', {}, 60)).toBe('taken');
    expect(await documents(gone).fetch('x')).toBeUndefined();
    expect(await documents(changed).update('x', change)).toBeUndefined();
    await documents(gone).remove('x');
  });

  it('is read with its revision, and in a list with its name', async () => {
    const document = { unique_name: 'x', data: { a: 1 }, revision: '2' };
    const read = { data: { a: 1 }, revision: '2' };
    expect(await documents([200, document]).fetch('x')).toEqual(read);
    expect(await documents([200, document]).update('x', change)).toEqual(read);
    expect(await documents([201, document]).create('x', {}, 60)).toEqual(read);
    const next = 'https://sync.twilio.com/v1/x?PageToken=PT1';
    for (const [url, nextToken] of [
      [next, 'PT1'],
      [null, undefined],
    ])
      expect(
        await documents([
          200,
          { documents: [document], meta: { key: 'documents', next_page_url: url } },
        ]).list(1, undefined),
      ).toEqual({ documents: [{ uniqueName: 'x', data: { a: 1 } }], nextToken });
  });

  it.each([
    [403, {}],
    [503, { code: 54301 }],
    [503, { code: 20404 }],
    [503, { code: 54103 }],
  ])('is not called taken, gone or changed by %d %j', async (status, body) => {
    for (const call of [
      documents([status, body]).create('x', {}, 60),
      documents([status, body]).fetch('x'),
      documents([status, body]).update('x', change),
      documents([status, body]).remove('x'),
    ])
      await expect(call).rejects.toMatchObject({ status });
  });
});
