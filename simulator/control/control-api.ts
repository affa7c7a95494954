import type { EmbeddedTwilio } from '../embedded-twilio';
import { ManualClock } from '../kernel/clock';
import { toText } from '../kernel/to-text';
import { FORECASTS } from '../weather/forecasts';
import { setWeather, weatherOf } from '../weather/weather';
import { FAIR_WEATHER, parseWeather } from '../weather/weather-schema';

/** Below this path the control API is served, beside whatever else a server serves. */
export const CONTROL_PATH = '/embedded-twilio/';

interface ControlAnswer {
  readonly status: number;
  readonly body: object;
}

interface ControlRequest {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly body: string;
}

type Command = (twilio: EmbeddedTwilio, request: ControlRequest) => object | Promise<object>;

/**
 * What steers an embedded Twilio from outside:
 * - `GET`, `PUT` and `DELETE weather`: what goes wrong; replaced, or made fair again
 * - `GET forecasts`: kinds of weather to choose from
 * - `GET timeline?after=<id>`: what happened since an entry
 * - `GET clock` and `POST clock {"advanceMs": 1000}`: the time, and its course if it is driven
 */
const COMMANDS: Readonly<Record<string, Command>> = {
  'GET weather': (twilio) => weatherOf(twilio),
  'PUT weather': (twilio, { body }) => {
    setWeather(twilio, parseWeather(JSON.parse(body)));
    return weatherOf(twilio);
  },
  'DELETE weather': (twilio) => {
    setWeather(twilio, FAIR_WEATHER);
    return weatherOf(twilio);
  },
  'GET forecasts': () => ({ forecasts: FORECASTS }),
  'GET timeline': ({ timeline }, { path }) => {
    const after = Number(new URL(path, 'http://localhost').searchParams.get('after') ?? 0);
    return { entries: timeline.entries.filter(({ id }) => id > after) };
  },
  'GET clock': ({ clock }) => clockBody(clock.now(), clock instanceof ManualClock),
  'POST clock': async ({ clock }, { body }) => {
    const { advanceMs } = JSON.parse(body) as { advanceMs?: unknown };
    if (!(clock instanceof ManualClock)) throw new Error('This clock is real: it advances by itself');
    if (typeof advanceMs !== 'number' || advanceMs < 0) throw new Error('advanceMs: must be 0 or more');
    await clock.advance(advanceMs);
    return clockBody(clock.now(), true);
  },
};

/** Answers a request of the control API; nothing if the request is not one. */
export async function control(
  twilio: EmbeddedTwilio,
  request: ControlRequest,
): Promise<ControlAnswer | undefined> {
  const [path = ''] = request.path.split('?');
  if (!path.startsWith(CONTROL_PATH)) return undefined;
  const name = path.slice(CONTROL_PATH.length);
  const command = COMMANDS[`${request.method} ${name}`];
  if (!command) {
    const isKnown = Object.keys(COMMANDS).some((known) => known.endsWith(` ${name}`));
    return { status: isKnown ? 405 : 404, body: { message: `There is no ${request.method} ${name}` } };
  }
  try {
    return { status: 200, body: await command(twilio, request) };
  } catch (error) {
    return { status: 400, body: { message: toText(error) } };
  }
}

function clockBody(nowMs: number, isManual: boolean): object {
  return { now: new Date(nowMs).toISOString(), isManual };
}
