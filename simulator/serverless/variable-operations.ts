import type { ApiCall, Operations } from '../kernel/api-call';
import { invalidParameter } from '../kernel/api-error';
import { toPage } from '../kernel/paging';
import type { Environment, ServerlessService, Variable } from './entities';
import { environmentUrl } from './environment-operations';
import type { ServerlessStore } from './serverless-store';
import { conflict, found, shortText } from './serverless-store';

/** https://www.twilio.com/docs/serverless/api/resource/variable */
const MAX_KEY_LENGTH = 128;
const MAX_VALUE_BYTES = 450;

/** The variables of an environment, which a Function finds in its context. */
export function variableOperations(store: ServerlessStore): Operations {
  const bodyOf = (service: ServerlessService, environment: Environment, variable: Variable): object => ({
    sid: variable.sid,
    account_sid: store.world.accountSid,
    service_sid: service.sid,
    environment_sid: environment.sid,
    key: variable.key,
    value: variable.value,
    date_created: variable.dateCreated,
    date_updated: variable.dateUpdated,
    url: `${environmentUrl(service, environment)}/Variables/${variable.sid}`,
  });

  return {
    CreateVariable: (call) => {
      const { service, environment } = store.environmentOf(call);
      const variable: Variable = {
        ...store.begin('ZV'),
        key: keyOf(call, environment),
        value: valueOf(call),
      };
      environment.variables.set(variable.sid, variable);
      return { status: 201, body: bodyOf(service, environment, variable) };
    },
    FetchVariable: (call) => {
      const { service, environment } = store.environmentOf(call);
      return { body: bodyOf(service, environment, found(environment.variables, call)) };
    },
    ListVariable: (call) => {
      const { service, environment } = store.environmentOf(call);
      const variables = [...environment.variables.values()];
      return toPage(
        call,
        'variables',
        variables.map((variable) => bodyOf(service, environment, variable)),
      );
    },
    UpdateVariable: (call) => {
      const { service, environment } = store.environmentOf(call);
      const variable = found(environment.variables, call);
      if (call.form.has('Key')) variable.key = keyOf(call, environment, variable);
      if (call.form.has('Value')) variable.value = valueOf(call);
      variable.dateUpdated = store.now();
      return { body: bodyOf(service, environment, variable) };
    },
    DeleteVariable: (call) => {
      const { environment } = store.environmentOf(call);
      environment.variables.delete(found(environment.variables, call).sid);
      return {};
    },
  };
}

function keyOf(call: ApiCall, environment: Environment, itself?: Variable): string {
  const key = shortText(call, 'Key', MAX_KEY_LENGTH);
  const isTaken = [...environment.variables.values()].some(
    (variable) => variable !== itself && variable.key === key,
  );
  if (isTaken) throw conflict(`Variable with key ${key} already exists.`);
  return key;
}

function valueOf({ form }: ApiCall): string {
  const value = form.requiredText('Value');
  if (Buffer.byteLength(value) > MAX_VALUE_BYTES)
    throw invalidParameter(`Value is longer than ${MAX_VALUE_BYTES} bytes`);
  return value;
}
