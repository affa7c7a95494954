import fc from 'fast-check';
import { API_ERRORS } from '../../src/core/endpoints/api-error';
import { IS_FULL, report, SEED } from '../reliability/report';
import { BACKEND_API_KEY, Deployment } from '../support/deployment';
import { API_REQUESTS } from './api-requests';
import { extras, spoiled } from './spoiled-input';

const RUNS = Number(process.env.FUZZ_RUNS ?? (IS_FULL ? 1_000 : 150));

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
      const statuses: Record<number, number> = {};
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
            statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
            expect(answer.status).toBeLessThan(500);
            if (answer.status >= 400) {
              expect(Object.keys(API_ERRORS)).toContain(answer.body.code);
              expect(typeof answer.body.requestId).toBe('string');
            }
          },
        ),
        { numRuns: RUNS, seed: SEED },
      );
      report(`fuzz ${url}`, [{ url, events: RUNS, statuses }]);
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
