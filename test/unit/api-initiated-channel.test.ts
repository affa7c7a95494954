import { identitiesOf } from '../../src/core/api-initiated/api-initiated-channel';

describe('the identities that a back end begins a chat with', () => {
  it('are claimed in one order, so that two requests for the same never wait for each other', () => {
    const named = (...identities: string[]) => ({
      type: 'web' as const,
      participants: identities.map((identity) => ({ identity })),
    });
    expect(identitiesOf(named('ella', 'bob'))).toEqual(['bob', 'ella']);
    expect(identitiesOf(named('bob', 'ella', 'bob'))).toEqual(['bob', 'ella']);
  });
});
