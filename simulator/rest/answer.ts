import type { ApiResult } from '../kernel/api-call';
import { TwilioApiError } from '../kernel/api-error';
import type { FaultRule } from '../kernel/faults';
import type { Operation } from '../openapi/operation';
import type { RestResponse } from './messages';
import { parseJson } from './request-body';

export function toResponse(
  result: ApiResult,
  operation: Operation | undefined,
  serviceSid: string | undefined,
): RestResponse {
  const body = result.body && serviceSid !== undefined ? belowService(result.body, serviceSid) : result.body;
  operation?.checkAnswer(body);
  const status = result.status ?? (body ? 200 : 204);
  return body ? jsonResponse(status, body, result.headers) : { status, headers: {}, body: '' };
}

/** Resources below a service name it, and their URLs lead through it. */
function belowService(body: object, serviceSid: string): object {
  const json = JSON.stringify(body).replaceAll(
    /https:\/\/conversations\.twilio\.com\/v1\/(?!Services\/)/g,
    `https://conversations.twilio.com/v1/Services/${serviceSid}/`,
  );
  const parsed = JSON.parse(json) as Record<string, unknown>;
  const withService = (entity: unknown): unknown => ({ chat_service_sid: serviceSid, ...(entity as object) });
  if (!('meta' in parsed)) return withService(parsed) as object;
  return Object.fromEntries(
    Object.entries(parsed).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.map(withService) : value,
    ]),
  );
}

export function jsonResponse(
  status: number,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): RestResponse {
  return { status, headers: { 'Content-Type': 'application/json', ...headers }, body: JSON.stringify(body) };
}

export function faultyAnswer(fault: FaultRule): RestResponse {
  const status = fault.status ?? 500;
  const headers: Record<string, string> =
    fault.retryAfterSeconds === undefined ? {} : { 'Retry-After': String(fault.retryAfterSeconds) };
  if (fault.html === true) {
    const body = `<html><body><h1>${status} Bad Gateway</h1></body></html>`;
    return { status, headers: { ...headers, 'Content-Type': 'text/html' }, body };
  }
  const code = fault.code ?? (status === 429 ? 20429 : 20500);
  return jsonResponse(status, new TwilioApiError(status, code, 'Injected fault').toBody(), headers);
}

export function outcomeOf({ status, body }: RestResponse): string {
  if (status < 400) return String(status);
  const parsed = parseJson(body);
  const code = typeof parsed === 'object' && parsed !== null ? (parsed as { code?: number }).code : undefined;
  return code === undefined ? String(status) : `${status} · ${code}`;
}
