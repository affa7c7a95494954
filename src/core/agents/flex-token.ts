import * as v from 'valibot';
import { ApiError } from '../endpoints/api-error';
import type { AccountSid, WorkerSid } from '../sid';
import { isSid } from '../sid';
import type { TwilioGateway } from '../twilio/gateway';
import { TwilioRequestError } from '../twilio/request-error';

/** The agent who calls, as Flex knows them. */
export interface Caller {
  readonly workerSid: WorkerSid;
  /** Their chat identity. */
  readonly identity: string;
  /** Supervisors and admins may act on what is not theirs. */
  readonly isSupervisor: boolean;
}

/** https://www.twilio.com/docs/flex/admin-guide/core-concepts/user-roles */
const AGENT_ROLES = ['agent', 'supervisor', 'admin'];
const SUPERVISOR_ROLES = ['supervisor', 'admin'];

/** The check must not eat the invocation's time: a token service that hangs is as good as unreachable. */
const TOKEN_CHECK_MS = 2_000;
/** https://www.twilio.com/docs/api/errors/20003: it is we who may not ask. */
const WE_ARE_NOT_AUTHORIZED = 20003;

const answerSchema = v.object({
  valid: v.boolean(),
  identity: v.nullish(v.string(), ''),
  worker_sid: v.nullish(v.string()),
  /** A list, or one alone. */
  roles: v.nullish(
    v.union([
      v.array(v.string()),
      v.pipe(
        v.string(),
        v.transform((role) => [role]),
      ),
    ]),
    [],
  ),
});

/**
 * Finds out who a Flex token belongs to, by the service behind `twilio-flex-token-validator`.
 *
 * @throws ApiError `token_invalid`, or `not_an_agent` for a guest or a role without rights
 * @throws TwilioRequestError if the token service cannot be reached
 * @see https://github.com/twilio/twilio-flex-token-validator
 */
export async function identifyCaller(
  token: string,
  accountSid: AccountSid,
  gateway: TwilioGateway,
): Promise<Caller> {
  const answer = await checkToken(token, accountSid, gateway);
  if (!answer?.valid)
    throw new ApiError('token_invalid', 'The Flex token is not valid, or has expired. Log in again.');
  const { identity, worker_sid: workerSid, roles } = answer;
  const isAgent = roles.some((role) => AGENT_ROLES.includes(role));
  if (!isAgent || !isSid('WK', workerSid)) {
    throw new ApiError('not_an_agent', 'This Flex user is not an agent.');
  }
  return {
    workerSid,
    identity,
    isSupervisor: roles.some((role) => SUPERVISOR_ROLES.includes(role)),
  };
}

/** `undefined` if Twilio does not understand the token. */
async function checkToken(
  token: string,
  accountSid: AccountSid,
  gateway: TwilioGateway,
): Promise<v.InferOutput<typeof answerSchema> | undefined> {
  const path = `/v1/Accounts/${accountSid}/Tokens/validate`;
  // It changes nothing, so it may be repeated.
  const policy = { idempotent: true, attemptMs: TOKEN_CHECK_MS };
  try {
    const answer = await gateway.postJson('iam.twilio.com', path, { token }, policy);
    const parsed = v.safeParse(answerSchema, answer);
    if (parsed.success) return parsed.output;
  } catch (error) {
    if (!(error instanceof TwilioRequestError) || error.kind !== 'rejected') throw error;
    if (error.code === WE_ARE_NOT_AUTHORIZED) throw error;
    return undefined;
  }
  throw new TwilioRequestError({ kind: 'unavailable', operation: 'POST iam.twilio.com Tokens/validate' });
}
