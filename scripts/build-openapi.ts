import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { openApiDocument } from './openapi/openapi-document';

/** Writes the OpenAPI document of every URL among the assets. */
export async function buildOpenApi(assetsFolder: string): Promise<void> {
  await writeFile(path.join(assetsFolder, 'openapi.json'), JSON.stringify(openApiDocument()));
}
