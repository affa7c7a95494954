/** Who a Flex token was issued to. */
interface FlexIdentity {
  readonly identity: string;
  readonly roles: readonly string[];
  /** Absent for a guest, such as a customer in web chat. */
  readonly workerSid?: string;
  readonly expiresAtMs: number;
}

/**
 * The tokens of everybody who is logged in to Flex. No specification covers the check; its contract is that of
 * the package `twilio-flex-token-validator`.
 *
 * @see https://github.com/twilio/twilio-flex-token-validator
 */
export class FlexTokens {
  readonly #tokens = new Map<string, FlexIdentity>();

  issue(token: string, identity: FlexIdentity): void {
    this.#tokens.set(token, identity);
  }

  /** The answer of `POST https://iam.twilio.com/v1/Accounts/{AccountSid}/Tokens/validate`. */
  validate(token: unknown, nowMs: number): object {
    const known = typeof token === 'string' ? this.#tokens.get(token) : undefined;
    if (!known) return { valid: false, code: 20101, message: 'Invalid token' };
    if (known.expiresAtMs <= nowMs) return { valid: false, code: 20104, message: 'Token expired' };
    return {
      valid: true,
      code: 0,
      message: null,
      expiration: new Date(known.expiresAtMs).toISOString(),
      realm_user_id: known.identity,
      identity: known.identity,
      roles: known.roles,
      ...(known.workerSid === undefined ? {} : { worker_sid: known.workerSid }),
    };
  }
}
