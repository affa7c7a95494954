import type { ApiCall } from '../kernel/api-call';
import { pathParameter } from '../kernel/api-call';
import { invalidParameter, notFound, TwilioApiError } from '../kernel/api-error';
import type { World } from '../kernel/world';
import { isoSeconds } from '../kernel/world';
import type { Environment, LogEntry, ServerlessService } from './entities';

/** The services of Twilio Functions with everything in them. */
export class ServerlessStore {
  readonly world: World;
  readonly services = new Map<string, ServerlessService>();

  constructor(world: World) {
    this.world = world;
  }

  now(): string {
    return isoSeconds(this.world.clock.now());
  }

  /** The three properties that nearly every resource begins with. */
  begin(sidPrefix: string): { sid: string; dateCreated: string; dateUpdated: string } {
    const now = this.now();
    return { sid: this.world.sids.next(sidPrefix), dateCreated: now, dateUpdated: now };
  }

  /** Its unique name "can be used as an alternative to the `sid` in the URL path". @throws TwilioApiError 20404 */
  serviceOf(call: ApiCall, parameter = 'ServiceSid'): ServerlessService {
    const sidOrName = pathParameter(call, parameter);
    const named = [...this.services.values()].find(({ uniqueName }) => uniqueName === sidOrName);
    return this.services.get(sidOrName) ?? named ?? missing(call);
  }

  /** @throws TwilioApiError 20404 */
  environmentOf(
    call: ApiCall,
    parameter = 'EnvironmentSid',
  ): { service: ServerlessService; environment: Environment } {
    const service = this.serviceOf(call);
    return { service, environment: found(service.environments, call, parameter) };
  }

  /** Writes a line of a Function into the log of its environment. */
  addLog(
    environment: Environment,
    line: Pick<LogEntry, 'functionSid' | 'requestSid' | 'level' | 'message'>,
  ): LogEntry {
    const entry: LogEntry = {
      ...line,
      sid: this.world.sids.next('NO'),
      buildSid: environment.buildSid,
      deploymentSid: [...environment.deployments.keys()].at(-1) ?? null,
      dateCreated: this.now(),
    };
    environment.logs.push(entry);
    return entry;
  }
}

/** What a path parameter names. @throws TwilioApiError 20404 */
export function found<Value>(values: ReadonlyMap<string, Value>, call: ApiCall, parameter = 'Sid'): Value {
  return values.get(pathParameter(call, parameter)) ?? missing(call);
}

export function missing(call: ApiCall): never {
  throw notFound(new URL(call.url).pathname);
}

/** https://www.twilio.com/docs/api/errors/20409 */
export function conflict(problem: string): TwilioApiError {
  return new TwilioApiError(409, 20409, problem);
}

/** A text of at most so many characters. @throws TwilioApiError 20001 if it is missing, empty or longer */
export function shortText({ form }: ApiCall, name: string, maxLength: number): string {
  const text = form.requiredText(name);
  if (text.length > maxLength) throw invalidParameter(`${name} is longer than ${maxLength} characters`);
  return text;
}
