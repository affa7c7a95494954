import type { Operations } from '../kernel/api-call';
import type { ExtraOperation } from '../rest/match-request';
import { buildOperations } from './build-operations';
import { environmentOperations } from './environment-operations';
import type { FileKind } from './file-operations';
import { ASSETS, fileOperations, FUNCTIONS, uploadVersion } from './file-operations';
import { logOperations } from './log-operations';
import type { ServerlessStore } from './serverless-store';
import { serviceOperations } from './service-operations';
import { variableOperations } from './variable-operations';

/** Twilio Functions as a deploy sees them. */
export function serverlessOperations(store: ServerlessStore): Operations {
  return {
    ...serviceOperations(store),
    ...environmentOperations(store),
    ...variableOperations(store),
    ...logOperations(store),
    ...fileOperations(store, FUNCTIONS),
    ...fileOperations(store, ASSETS),
    ...buildOperations(store),
  };
}

/** Files are uploaded to a host of their own, of which Twilio publishes no specification. */
export function uploadOperations(store: ServerlessStore): ExtraOperation[] {
  return [FUNCTIONS, ASSETS].map((kind: FileKind) => ({
    id: `Create${kind.name}Version`,
    host: 'serverless-upload.twilio.com',
    method: 'POST',
    template: `/v1/Services/{ServiceSid}/${kind.name}s/{${kind.name}Sid}/Versions`,
    handler: uploadVersion(store, kind),
  }));
}
