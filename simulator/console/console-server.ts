import { createServer } from 'node:http';
import type { Server, ServerResponse } from 'node:http';
import { control, CONTROL_PATH } from '../control/control-api';
import type { EmbeddedTwilio } from '../embedded-twilio';
import { readBody } from '../http/read-body';
import type { ServerRequest } from '../http/server-request';
import { toText } from '../kernel/to-text';
import type { Agent } from '../people/agent';
import type { ConsoleCommands } from './console-commands';
import { consoleCommands } from './console-commands';
import type { TimelineView } from './snapshot';
import { takeSnapshot } from './take-snapshot';

/** How often a page hears of changes at most, in milliseconds. */
const REFRESH_MS = 60;
const SENT_TIMELINE = 200;
const MAX_BODY_BYTES = 64 * 1024;

interface ConsoleOptions {
  readonly twilio: EmbeddedTwilio;
  readonly agents: readonly Agent[];
  /** Where the Functions under test are; without it the desks have no buttons of a plugin. */
  readonly functionsUrl?: string;
  /** The page's files by their paths, e.g. `/`, `/console.js`. */
  readonly page: ReadonlyMap<string, { readonly type: string; readonly content: string }>;
}

/** Serves the console: its page, a stream of what happens, and the commands of its buttons. */
export function createConsoleServer(options: ConsoleOptions): Server {
  const commands = consoleCommands(options.twilio, options.agents);
  return createServer((incoming, response) => {
    const request = incoming as ServerRequest;
    const { pathname } = new URL(request.url, 'http://localhost');
    if (pathname.startsWith(CONTROL_PATH)) {
      void steer(options.twilio, request, response);
      return;
    }
    if (pathname === '/api/events') {
      stream(options, response);
      return;
    }
    const name = /^\/api\/(\w+)$/.exec(pathname)?.[1];
    if (request.method === 'POST' && name !== undefined && Object.hasOwn(commands, name)) {
      void run(commands[name as keyof ConsoleCommands], request, response);
      return;
    }
    const file = options.page.get(pathname);
    response.writeHead(file ? 200 : 404, {
      'Content-Type': file?.type ?? 'text/plain',
      'Cache-Control': 'no-store',
    });
    response.end(file?.content ?? 'Not found');
  });
}

/** The weather and the clock. */
async function steer(
  twilio: EmbeddedTwilio,
  request: ServerRequest,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(request, MAX_BODY_BYTES);
  const answer = await control(twilio, {
    method: request.method,
    path: request.url,
    body: body?.toString('utf8') ?? '',
  });
  response.writeHead(answer?.status ?? 404, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(answer?.body ?? {}));
}

async function run(
  command: (body: never) => unknown,
  request: ServerRequest,
  response: ServerResponse,
): Promise<void> {
  const answer = (status: number, body: unknown): void => {
    response.writeHead(status, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(body));
  };
  try {
    const body = await readBody(request, MAX_BODY_BYTES);
    answer(200, (await command(JSON.parse(body?.toString('utf8') ?? '{}') as never)) ?? {});
  } catch (error) {
    answer(400, { message: toText(error) });
  }
}

/** Server-sent events: the snapshot whenever something changed, and every entry of the timeline. */
function stream({ twilio, agents, functionsUrl }: ConsoleOptions, response: ServerResponse): void {
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
  const send = (event: string, data: unknown): void => {
    response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  };
  const sendSnapshot = (): void => {
    send('snapshot', takeSnapshot(twilio, agents, functionsUrl ?? null));
  };
  sendSnapshot();
  for (const entry of twilio.timeline.entries.slice(-SENT_TIMELINE))
    send('timeline', entry satisfies TimelineView);
  let waiting: NodeJS.Timeout | undefined;
  const stop = twilio.timeline.listen((entry) => {
    send('timeline', entry);
    waiting ??= setTimeout(() => {
      waiting = undefined;
      sendSnapshot();
    }, REFRESH_MS);
  });
  // Clocks and timers change things that no entry tells of.
  const tick = setInterval(sendSnapshot, 1_000);
  response.on('close', () => {
    stop();
    clearInterval(tick);
    clearTimeout(waiting);
  });
}
