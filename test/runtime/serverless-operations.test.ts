import type { Operation } from '../../simulator/openapi/operation';
import { operationsOf } from '../../simulator/openapi/operation';
import { ServerlessProject } from './serverless-project';

const operations = operationsOf('serverless_v1');
const withMethod = (...methods: string[]) => operations.filter(({ method }) => methods.includes(method));

describe('every operation of the specification', () => {
  it.each(withMethod('GET'))('$id reads what was deployed', async (operation) => {
    const project = await ServerlessProject.deployed();
    const { status, body } = await project.call(`GET ${project.urlOf(operation)}`);
    expect({ status, body }).toEqual({ status: 200, body: expect.any(Object) as object });
  });

  it.each(withMethod('DELETE'))('$id deletes, after which nothing is found there', async (operation) => {
    const project = await ServerlessProject.deployed();
    const url = project.urlOf(operation);
    expect(await project.call(`DELETE ${url}`)).toMatchObject({ status: 204, body: undefined });
    expect(await project.call(`GET ${url}`)).toMatchObject({ status: 404, body: { code: 20404 } });
  });

  it.each(withMethod('POST').filter(({ definition }) => isDemanding(definition)))(
    '$id refuses a form without its required parameters',
    async (operation) => {
      const project = await ServerlessProject.deployed();
      const { status, body } = await project.call(`POST ${project.urlOf(operation)}`, {});
      expect({ status, body }).toMatchObject({
        status: 400,
        body: { code: 20001, status: 400, message: expect.stringContaining('Missing required') as string },
      });
    },
  );

  it.each(operations.filter(({ template }) => template.includes('{')))(
    '$id of what does not exist is refused as not found',
    async (operation) => {
      const project = await ServerlessProject.deployed();
      const url = project.urlOf(operation).replace(/[0-9a-f]{32}/g, '0'.repeat(32));
      const form = operation.method === 'POST' ? requiredForm(operation) : undefined;
      expect(await project.call(`${operation.method} ${url}`, form)).toMatchObject({
        status: 404,
        body: { code: 20404, status: 404 },
      });
    },
  );
});

function formOf({ requestBody }: Operation['definition']): { required?: string[] } {
  return requestBody?.content['application/x-www-form-urlencoded']?.schema ?? {};
}

function isDemanding(definition: Operation['definition']): boolean {
  return (formOf(definition).required ?? []).length > 0;
}

function requiredForm({ definition }: Operation): object {
  return Object.fromEntries((formOf(definition).required ?? []).map((name) => [name, 'x']));
}
