import fc from 'fast-check';
import { IS_FULL, SEED } from '../reliability/report';
import type { Team } from '../support/team';
import { liveTasks, teamWithCustomer } from '../support/team';
import { CLEAN_PATH, extras, spoiled } from './spoiled-input';

const RUNS = Number(process.env.FUZZ_RUNS ?? (IS_FULL ? 10_000 : 300));

/** Valid parameters of every endpoint, for the fuzz to spoil; none of them ends the Interaction. */
function parametersOf(url: string, team: Team): Record<string, unknown> {
  const { deployment, grace, taskSid, conversationSid, interaction } = team;
  const channel = { interactionSid: interaction.entity.sid, channelSid: interaction.channel.sid };
  const invite = {
    taskSid,
    workerSid: grace.sid,
    queueSid: '',
    workflowSid: '',
    attributes: '{"reason":"billing"}',
    priority: '1',
    timeoutSeconds: '60',
    taskChannel: 'sms',
    requestId: 'click-1',
  };
  switch (url) {
    case '/agent/invite':
      return invite;
    case '/agent/transfer':
      return { ...invite, mode: 'warm', workerSid: '', queueSid: deployment.account.everyone.sid };
    case '/agent/participants/add':
      return {
        ...channel,
        type: 'external',
        mediaProperties: '{"type":"email","level":"cc","name":"B","address":"b@example.com"}',
        routingProperties: '{}',
      };
    case '/agent/parked':
      return { cursor: '' };
    case '/agent/leave':
      return { conversationSid, ifLast: 'refuse' };
    default:
      return { ...channel, conversationSid: '', taskSid: '' };
  }
}

const URLS = [
  '/agent/invite',
  '/agent/transfer',
  '/agent/participants/list',
  '/agent/participants/add',
  '/agent/resume',
  '/agent/parked',
  '/agent/leave',
  '/agent/interaction',
];

describe.each(URLS)('%s', (url) => {
  it(
    'answers anything with 2xx or 4xx, without an exception and without an unchecked SID in a path',
    async () => {
      const team = await teamWithCustomer();
      const { deployment, ada } = team;
      const valid = { Token: ada.token, ...parametersOf(url, team) };
      const names = Object.keys(valid);
      const seen = new Set<number>();
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.tuple(fc.nat(), spoiled), { maxLength: 3 }),
          extras,
          async (changes, extra) => {
            const event: Record<string, unknown> = { ...valid, ...extra };
            for (const [at, value] of changes) event[names[at % names.length] ?? ''] = value;
            const { status, body } = await deployment.call(url, event);
            seen.add(status);
            expect([200, 201, 400, 401, 403, 404, 409]).toContain(status);
            if (status >= 400) expect(typeof body.code).toBe('string');
          },
        ),
        { numRuns: RUNS, seed: SEED },
      );
      expect([...seen]).toEqual(expect.arrayContaining([400, 401]));
      const paths = deployment.twilio.timeline.entries
        .filter(({ kind }) => kind === 'rest')
        .map(({ title }) => title.replace(/^\w+ /, ''));
      expect(paths.filter((path) => !CLEAN_PATH.test(path))).toEqual([]);
      expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
      expect(liveTasks(team).length).toBeGreaterThan(0);
    },
    60_000 + RUNS * 20,
  );
});
