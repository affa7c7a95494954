import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { EmbeddedTwilio } from '../embedded-twilio';
import { readBody } from '../http/read-body';
import { toText } from '../kernel/to-text';
import type { Agent } from '../people/agent';
import { Customer } from '../people/customer';
import type { Commands, TimelineView } from './snapshot';
import { takeSnapshot } from './take-snapshot';

/** How often a page hears of changes at most, in milliseconds. */
const REFRESH_MS = 60;
const SENT_TIMELINE = 200;
const MAX_BODY_BYTES = 64 * 1024;

export interface ConsoleOptions {
  readonly twilio: EmbeddedTwilio;
  readonly agents: readonly Agent[];
  /** The page's files by their paths, e.g. `/`, `/console.js`. */
  readonly page: ReadonlyMap<string, { readonly type: string; readonly content: string }>;
}

/** Serves the console: its page, a stream of what happens, and the commands of its buttons. */
export function createConsoleServer(options: ConsoleOptions): Server {
  const commands = commandsOf(options);
  return createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (pathname === '/api/events') {
      stream(options, response);
      return;
    }
    const name = /^\/api\/(\w+)$/.exec(pathname)?.[1];
    if (request.method === 'POST' && name !== undefined && Object.hasOwn(commands, name)) {
      void run(commands[name as keyof Commands], request, response);
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

type Command = (body: never) => unknown;

function commandsOf({ twilio, agents }: ConsoleOptions): Record<keyof Commands, Command> {
  const agentOf = (sid: string): Agent => {
    const agent = agents.find((one) => one.sid === sid);
    if (!agent) throw new Error('There is no such agent');
    return agent;
  };
  const reservationOf = (body: { agentSid: string; reservationSid: string }) => {
    const reservation = agentOf(body.agentSid).reservations.find(({ sid }) => sid === body.reservationSid);
    if (!reservation) throw new Error('This reservation is over');
    return reservation;
  };
  return {
    write: async ({ from, to, body }: Commands['write']) => {
      const received = await new Customer(twilio, from).write(to, body);
      if (!received) throw new Error(`No Conversation takes messages to ${to}`);
    },
    reply: ({ agentSid, conversationSid, body }: Commands['reply']) =>
      agentOf(agentSid).write(conversationSid, body),
    activity: ({ agentSid, name }: Commands['activity']) => {
      agentOf(agentSid).setActivity(name);
    },
    accept: (body: Commands['accept']) => {
      agentOf(body.agentSid).accept(reservationOf(body));
    },
    reject: (body: Commands['reject']) => {
      agentOf(body.agentSid).reject(reservationOf(body));
    },
    complete: (body: Commands['complete']) => {
      agentOf(body.agentSid).complete(reservationOf(body));
    },
  };
}

async function run(command: Command, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const answer = (status: number, body: object): void => {
    response.writeHead(status, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(body));
  };
  try {
    const body = await readBody(request, MAX_BODY_BYTES);
    await command(JSON.parse(body?.toString('utf8') ?? '{}') as never);
    answer(200, {});
  } catch (error) {
    answer(400, { message: toText(error) });
  }
}

/** Server-sent events: the snapshot whenever something changed, and every entry of the timeline. */
function stream({ twilio, agents }: ConsoleOptions, response: ServerResponse): void {
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
  const send = (event: string, data: unknown): void => {
    response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  };
  const sendSnapshot = (): void => {
    send('snapshot', takeSnapshot(twilio, agents));
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
