import fc from 'fast-check';
import { API_ERRORS } from '../../src/core/endpoints/api-error';
import { BACKEND_API_KEY, Deployment } from '../support/deployment';
import { API_REQUESTS } from './api-requests';
import { extras, spoiled } from './spoiled-input';

/** The long form, by `FUZZ_RUNS=10000`; what runs by default is seeded. */
const RUNS = Number(process.env.FUZZ_RUNS ?? 150);
const SEED = Number(process.env.FUZZ_SEED ?? 20_260_105);

/** As in the files of `twilio`: a SID, a name of ours with a digest, or a word of Twilio's. */
const CLEAN_SEGMENT =
  /^([A-Za-z]+[0-9]?|[A-Z]{2}[0-9a-fA-F]{32}|(interaction|outreach|parked)-[\w-]{10,40})$/;

describe.each(Object.entries(API_REQUESTS))('%s', (url, parameters) => {
  it(
    'answers anything with a success or with a refusal that its caller can read, and calls no unchecked path',
    async () => {
      const deployment = new Deployment({ settings: { OUTBOUND_LIMIT_PER_AGENT_PER_HOUR: '100000' } });
      const [ada] = deployment.account.agents;
      ada?.setActivity('Available');
      const names = Object.keys(parameters);
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.tuple(fc.nat(), spoiled), { maxLength: 3 }),
          extras,
          async (changes, extra) => {
            const request: Record<string, unknown> = { ...parameters, ...extra };
            for (const [at, value] of changes) request[names[at % names.length] ?? ''] = value;
            const answer = await deployment.call(url, {
              request: { headers: { authorization: `Bearer ${BACKEND_API_KEY}` } },
              Token: ada?.token,
              ...request,
            });
            expect(answer.status).toBeLessThan(500);
            if (answer.status >= 400) {
              expect(Object.keys(API_ERRORS)).toContain(answer.body.code);
              expect(typeof answer.body.requestId).toBe('string');
            }
          },
        ),
        { numRuns: RUNS, seed: SEED },
      );
      const segments = deployment.twilio.timeline.entries
        .filter(({ kind }) => kind === 'rest')
        .flatMap(({ title }) => title.replace(/^\w+ \//, '').split('/'));
      expect(segments.length).toBeGreaterThan(0);
      expect(segments.filter((segment) => !CLEAN_SEGMENT.test(segment))).toEqual([]);
      expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    },
    60_000 + RUNS * 20,
  );
});
