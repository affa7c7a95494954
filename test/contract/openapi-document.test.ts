import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import Ajv2020 from 'ajv/dist/2020';
import { ROOT } from '../../scripts/build-functions';
import { openApiDocument } from '../../scripts/openapi/openapi-document';
import { OPERATIONS } from '../../src/api/operations';
import { API_REQUESTS } from '../property/api-requests';

const LINTER_TIMEOUT_MS = 30_000;

const lint = (...files: string[]) =>
  promisify(execFile)(process.execPath, ['--import', 'tsx', 'scripts/lint-openapi.ts', ...files], {
    cwd: ROOT,
  });

describe('the OpenAPI document', () => {
  it(
    'has nothing that its linter finds wrong',
    async () => {
      expect(await lint()).toEqual({ stdout: '', stderr: '' });
    },
    LINTER_TIMEOUT_MS,
  );

  it(
    'is refused by the linter if something is wrong',
    async () => {
      const folder = await mkdtemp(path.join(tmpdir(), 'openapi-'));
      const file = path.join(folder, 'openapi.json');
      const { info, ...rest } = openApiDocument();
      await writeFile(file, JSON.stringify({ ...rest, info: { title: info.title } }));
      await expect(lint(file)).rejects.toThrow(/version.*must be present/);
      await rm(folder, { recursive: true });
    },
    LINTER_TIMEOUT_MS,
  );

  it('describes every operation, each under an id of its own', () => {
    const described = Object.values(openApiDocument().paths).flatMap(({ get, post }) => [get ?? post]);
    const ids = described.map((operation) => operation?.operationId);
    expect(ids).toHaveLength(OPERATIONS.length);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('the parameters of the OpenAPI document', () => {
  const ajv = new Ajv2020({ strict: false });
  ajv.addSchema(openApiDocument(), 'openapi');
  const document = openApiDocument();

  function validatorOf(url: string) {
    const { $ref = '' } = document.paths[url]?.post?.requestBody?.content['application/json']?.schema ?? {};
    return ajv.compile({ $ref: `openapi${$ref}` });
  }

  it.each(Object.entries(API_REQUESTS))('of %s admit a request that is answered', (url, request) => {
    const filled = Object.fromEntries(Object.entries(request).filter(([, value]) => value !== ''));
    const validate = validatorOf(url);
    expect([validate(filled), validate.errors]).toEqual([true, null]);
  });

  it('of agents and back ends are each described', () => {
    const bare = Object.keys(API_REQUESTS).flatMap((url) => {
      const { $ref = '' } = document.paths[url]?.post?.requestBody?.content['application/json']?.schema ?? {};
      const schema = document.components.schemas[$ref.split('/').pop() ?? ''] as {
        properties?: Record<string, { description?: string }>;
      };
      const described = Object.entries(schema.properties ?? {});
      expect(described.length).toBeGreaterThan(0);
      return described
        .filter(([, { description = '' }]) => description === '')
        .map(([name]) => `${url}: ${name}`);
    });
    expect(bare).toEqual([]);
  });

  it.each([
    ['/agent/click-to-sms', {}],
    ['/agent/click-to-sms', { to: 17 }],
    ['/agent/invite', { workerSid: `WK${'0'.repeat(32)}` }],
    ['/agent/invite', { taskSid: `WT${'0'.repeat(32)}` }],
    ['/agent/transfer', { taskSid: 'WT1', workerSid: `WK${'0'.repeat(32)}`, mode: 'cold' }],
    ['/agent/leave', { taskSid: `WT${'0'.repeat(32)}`, ifLast: 'stay' }],
    ['/backend/interactions', { channel: { type: 'sms' } }],
    ['/backend/interactions', { channel: { type: 'sms', colour: 'red' }, requestId: 'form-1' }],
  ])('of %s do not admit %j, which is refused', (url, request) => {
    expect(validatorOf(url)(request)).toBe(false);
  });
});
