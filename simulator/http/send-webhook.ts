import type { WebhookSender } from '../kernel/deliveries';

/** Sends a webhook over HTTP. */
export const sendWebhook: WebhookSender = async (webhook, signal) => {
  const { url, method, headers, form, json } = webhook;
  const body = form
    ? new URLSearchParams(form).toString()
    : json === undefined
      ? undefined
      : JSON.stringify(json);
  const response = await fetch(url, {
    method,
    signal,
    headers: {
      ...headers,
      'User-Agent': 'TwilioProxy/1.1',
      ...(body === undefined
        ? {}
        : { 'Content-Type': form ? 'application/x-www-form-urlencoded; charset=UTF-8' : 'application/json' }),
    },
    ...(method === 'POST' && body !== undefined ? { body } : {}),
  });
  return { status: response.status, body: await response.text() };
};
