import { readFile } from 'node:fs/promises';
import { openApiDocument } from './openapi/openapi-document';

/** Lints the OpenAPI document of this project, or the file that is named, by the strict rules of Redocly. */
async function lintOpenApi(file: string | undefined): Promise<number> {
  // Published as an ES module only.
  const { createConfig, lintFromString } = await import('@redocly/openapi-core');
  const source = file === undefined ? JSON.stringify(openApiDocument()) : await readFile(file, 'utf8');
  const config = await createConfig({ extends: ['recommended-strict'] });
  const problems = await lintFromString({ source, absoluteRef: '/openapi.json', config });
  for (const { ruleId, message, location } of problems)
    console.error(`${location[0]?.pointer ?? ''} ${message} (${ruleId})`);
  return problems.length;
}

lintOpenApi(process.argv[2])
  .then((count) => {
    process.exitCode = count === 0 ? 0 : 1;
  })
  .catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  });
