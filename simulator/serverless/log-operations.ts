import type { Operations } from '../kernel/api-call';
import { toPage } from '../kernel/paging';
import type { Environment, LogEntry, ServerlessService } from './entities';
import { environmentUrl } from './environment-operations';
import type { ServerlessStore } from './serverless-store';
import { missing } from './serverless-store';

const DAY_MS = 24 * 60 * 60 * 1000;

/** What the Functions of an environment logged. */
export function logOperations(store: ServerlessStore): Operations {
  const { accountSid, clock } = store.world;
  const bodyOf = (service: ServerlessService, environment: Environment, entry: LogEntry): object => ({
    sid: entry.sid,
    account_sid: accountSid,
    service_sid: service.sid,
    environment_sid: environment.sid,
    build_sid: entry.buildSid,
    deployment_sid: entry.deploymentSid,
    function_sid: entry.functionSid,
    request_sid: entry.requestSid,
    level: entry.level,
    message: entry.message,
    date_created: entry.dateCreated,
    url: `${environmentUrl(service, environment)}/Logs/${entry.sid}`,
  });

  return {
    FetchLog: (call) => {
      const { service, environment } = store.environmentOf(call);
      const entry = environment.logs.find(({ sid }) => sid === call.path.Sid);
      return { body: bodyOf(service, environment, entry ?? missing(call)) };
    },
    /** By default those of the last day: https://www.twilio.com/docs/serverless/api/resource/logs */
    ListLog: (call) => {
      const { service, environment } = store.environmentOf(call);
      const { query } = call;
      const functionSid = query.text('FunctionSid');
      const fromMs = query.date('StartDate')?.getTime() ?? clock.now() - DAY_MS;
      const toMs = query.date('EndDate')?.getTime() ?? clock.now();
      const entries = environment.logs.filter((entry) => {
        const atMs = Date.parse(entry.dateCreated);
        const isAsked = functionSid === undefined || functionSid === entry.functionSid;
        return isAsked && atMs >= fromMs && atMs <= toMs;
      });
      return toPage(
        call,
        'logs',
        entries.map((entry) => bodyOf(service, environment, entry)),
      );
    },
  };
}
