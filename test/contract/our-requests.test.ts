import type { Operation } from '../../simulator/openapi/operation';
import { findOperation, productOfHost } from '../../simulator/openapi/operation';
import type { RestRequest, RestResponse } from '../../simulator/rest/messages';
import { basicAuthorization } from '../simulator/rest-caller';
import { Deployment } from '../support/deployment';
import type { InboundFlow } from './inbound-flows';
import { INBOUND_FLOWS } from './inbound-flows';

/** Every REST operation of Twilio's that the inbound path uses, and what for. */
const OPERATIONS_WE_USE = [
  // Claims, reads and changes the routing record.
  'POST sync /v1/Services/{ServiceSid}/Documents',
  'GET sync /v1/Services/{ServiceSid}/Documents/{Sid}',
  'POST sync /v1/Services/{ServiceSid}/Documents/{Sid}',
  // Learns who writes, and to which of our addresses.
  'GET conversations /v1/Conversations/{ConversationSid}/Participants',
  // Sees whether a Conversation whose record is closed is open.
  'GET conversations /v1/Conversations/{Sid}',
  // Looks for a live task.
  'GET taskrouter /v1/Workspaces/{WorkspaceSid}/Tasks',
  // Routes, brings back, and ends.
  'POST flex-api /v1/Interactions',
  'GET flex-api /v1/Interactions/{InteractionSid}/Channels/{Sid}',
  'POST flex-api /v1/Interactions/{InteractionSid}/Channels/{Sid}',
  'POST flex-api /v1/Interactions/{InteractionSid}/Channels/{ChannelSid}/Invites',
];

interface SentRequest {
  readonly request: RestRequest;
  readonly response: RestResponse;
  readonly operation: Operation;
}

/** Runs a flow and keeps every REST request that the product sent. */
async function requestsOf(flow: InboundFlow): Promise<{ deployment: Deployment; sent: SentRequest[] }> {
  const deployment = new Deployment(flow.options);
  const { twilio } = deployment;
  const answered: Promise<SentRequest>[] = [];
  const answer = twilio.request.bind(twilio);
  twilio.request = (request) => {
    const response = answer(request);
    answered.push(response.then((value) => ({ request, response: value, operation: operationOf(request) })));
    return response;
  };
  await flow.run(deployment);
  const sent = await Promise.all(answered);
  twilio.request = answer;
  return { deployment, sent };
}

function operationOf({ method, host, path }: RestRequest): Operation {
  const product = productOfHost(host);
  const found = product && findOperation(product, method, path.replace(/\?.*/, ''));
  if (!found || found === 'method not allowed')
    throw new Error(`Twilio has no operation ${method} ${host}${path}`);
  return found.operation;
}

function lineOf({ request, operation }: SentRequest): string {
  return `${request.method} ${request.host.replace('.twilio.com', '')} ${operation.template}`;
}

describe.each(INBOUND_FLOWS)('$name', (flow) => {
  it('takes place', async () => {
    const { deployment } = await requestsOf(flow);
    // Of several deliveries of one fact the last to end may be the one that lost.
    const lines = deployment.logs.slice(-2).map(({ outcome, reason }) => ({ outcome, reason }));
    expect(lines).toContainEqual({ reason: undefined, ...flow.ends });
  });

  it('sends only requests of known operations, each accepted by its schema', async () => {
    const { sent } = await requestsOf(flow);
    expect(sent.length).toBeGreaterThan(0);
    for (const one of sent) {
      expect(OPERATIONS_WE_USE).toContain(lineOf(one));
      // 404, 409 and 412 are how Sync says "none", "taken" and "changed".
      expect([200, 201, 404, 409, 412]).toContain(one.response.status);
    }
  });

  it('sends the credentials in the Authorization header and nowhere else', async () => {
    const { deployment, sent } = await requestsOf(flow);
    const { authToken } = deployment.twilio;
    for (const { request } of sent) {
      expect(request.headers.authorization).toBe(basicAuthorization(deployment.twilio));
      expect(request.host).toMatch(/^[a-z-]+\.twilio\.com$/);
      const elsewhere = { ...request, headers: { ...request.headers, authorization: '' } };
      expect(JSON.stringify(elsewhere)).not.toContain(authToken);
      expect(request.path).not.toMatch(/[?&](token|password|auth)/i);
    }
  });

  it('would be refused with a parameter that Twilio does not have', async () => {
    const { deployment, sent } = await requestsOf(flow);
    deployment.twilio.latencyMs = 0;
    for (const { request } of sent) {
      const inBody = request.method === 'POST';
      const response = await deployment.twilio.request({
        ...request,
        path: inBody ? request.path : `${request.path}${request.path.includes('?') ? '&' : '?'}Wrong=1`,
        body: inBody ? `${request.body}&Wrong=1` : request.body,
      });
      expect(response.status).toBe(400);
      expect(JSON.parse(response.body)).toMatchObject({
        code: 20001,
        message: expect.stringContaining('Wrong') as string,
      });
    }
  });
});

describe('together the inbound flows', () => {
  it('use every operation on the list, so that none is there in vain', async () => {
    const lines = await Promise.all(
      INBOUND_FLOWS.map(async (flow) => (await requestsOf(flow)).sent.map(lineOf)),
    );
    expect([...new Set(lines.flat())].sort()).toEqual([...OPERATIONS_WE_USE].sort());
  });

  it('say how they want to be read: form bodies, and the revision of the record in If-Match', async () => {
    for (const flow of INBOUND_FLOWS) {
      const { sent } = await requestsOf(flow);
      for (const { request, operation } of sent.filter(({ request: { method } }) => method === 'POST')) {
        expect(request.headers['content-type']).toBe('application/x-www-form-urlencoded');
        expect(request.headers['if-match'] !== undefined).toBe(operation.id === 'UpdateDocument');
      }
    }
  });
});
