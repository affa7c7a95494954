/** One HTTP request to Twilio, ready to be sent. */
export interface TransportRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly host: string;
  /** Path with query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
}

export interface TransportResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/**
 * Sends one request and resolves with whatever answer came; rejects only if there was none.
 * The signal ends it early.
 */
export type Transport = (request: TransportRequest, signal: AbortSignal) => Promise<TransportResponse>;

/**
 * The transport over Node's own `https`, which costs a cold start little, unlike the SDK's axios, and nothing if no
 * call is made. `https.request` is looked up at each call, so that a local run can redirect it.
 */
export const httpsTransport: Transport = async (request, signal) => {
  const { default: https } = await import('node:https');
  return new Promise((resolve, reject) => {
    const outgoing = https.request(
      {
        hostname: request.host,
        path: request.path,
        method: request.method,
        headers: request.headers,
        signal,
      },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('error', reject);
        incoming.on('end', () => {
          resolve({
            status: incoming.statusCode ?? 0,
            headers: incoming.headers,
            body: Buffer.concat(chunks).toString('utf8'),
          });
        });
      },
    );
    outgoing.on('error', reject);
    outgoing.end(request.body);
  });
};
