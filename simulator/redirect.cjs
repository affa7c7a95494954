/**
 * Preloaded with `node --require`, it sends every request for *.twilio.com to the embedded Twilio on this machine,
 * without a change to the code that makes the requests: the product, the unmodified SDK, twilio-run.
 *
 * EMBEDDED_TWILIO_PORT tells where it listens.
 */
const http = require('node:http');
const https = require('node:https');

const port = Number(process.env.EMBEDDED_TWILIO_PORT ?? 4010);
const isTwilio = (/** @type {string} */ host) => /(^|\.)twilio\.com$/.test(host);

const originalRequest = https.request;
const originalFetch = globalThis.fetch;

/**
 * @param {string | URL | https.RequestOptions} first
 * @param {...unknown} rest
 */
function request(first, ...rest) {
  const callback = rest.find((part) => typeof part === 'function');
  const given = /** @type {https.RequestOptions} */ (
    rest.find((part) => typeof part === 'object' && part !== null) ?? {}
  );
  const options =
    typeof first === 'string' || first instanceof URL
      ? { ...fromUrl(new URL(first)), ...given }
      : { ...first };
  const host = String(options.hostname ?? options.host ?? '').replace(/:\d+$/, '');
  if (!isTwilio(host)) return Reflect.apply(originalRequest, https, [first, ...rest]);
  const outgoing = http.request({
    ...options,
    protocol: 'http:',
    host: '127.0.0.1',
    hostname: '127.0.0.1',
    port,
    agent: undefined,
    headers: { ...options.headers, Host: host, 'X-Embedded-Twilio': '1' },
  });
  // A refused connection comes as an answer that says so.
  outgoing.on('response', (incoming) => {
    const code = incoming.headers['x-embedded-twilio-error'];
    if (code === undefined) {
      if (callback) Reflect.apply(callback, outgoing, [incoming]);
      return;
    }
    incoming.resume();
    outgoing.destroy(Object.assign(new Error(String(code)), { code }));
  });
  return outgoing;
}

/** @param {URL} url */
function fromUrl({ hostname, port, pathname, search, username, password }) {
  const auth =
    username === '' ? {} : { auth: `${decodeURIComponent(username)}:${decodeURIComponent(password)}` };
  return { hostname, port, path: `${pathname}${search}`, ...auth };
}

https.request = /** @type {typeof https.request} */ (/** @type {unknown} */ (request));
https.get = /** @type {typeof https.get} */ (
  /** @type {unknown} */ (
    (/** @type {string | URL | https.RequestOptions} */ first, /** @type {unknown[]} */ ...rest) => {
      const outgoing = request(first, ...rest);
      outgoing.end();
      return outgoing;
    }
  )
);

globalThis.fetch = (input, init) => {
  const url = new URL(typeof input === 'string' || input instanceof URL ? input : input.url);
  if (!isTwilio(url.hostname)) return originalFetch(input, init);
  const target = `http://127.0.0.1:${port}/${url.hostname}${url.pathname}${url.search}`;
  return typeof input === 'object' && 'url' in input
    ? originalFetch(new Request(target, input), init)
    : originalFetch(target, init);
};
