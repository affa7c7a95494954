/**
 * Run in a process of its own, as an instance of Functions: loads one Function when it is first asked for, and tells
 * its parent what every invocation took. Nothing is loaded before that the Function might load itself.
 */
let startedAtMs = 0;
let handler;

class Response {
  statusCode = 200;
  headers = {};
  body = null;

  setStatusCode(statusCode) {
    this.statusCode = statusCode;
    return this;
  }

  appendHeader(name, value) {
    this.headers[name] = value;
    return this;
  }

  setBody(body) {
    this.body = body;
    return this;
  }
}

const memory = () => {
  const { rss, heapUsed } = process.memoryUsage();
  return { rssBytes: rss, heapBytes: heapUsed };
};

const report = (facts) => process.send({ ...facts, ms: performance.now() - startedAtMs, ...memory() });

/** Loads a package, or what a client's products need, and nothing else. */
function load({ module, products }) {
  startedAtMs = performance.now();
  const loaded = require(module);
  if (products) {
    const client = loaded(`AC${'0'.repeat(32)}`, '0'.repeat(32));
    for (const [domain, version] of products) void client[domain][version];
  }
  report({});
}

function invoke({ file, sdk, context, event, assets, redirect, times = 1 }) {
  Object.assign(globalThis, {
    Twilio: { Response },
    Runtime: {
      getAssets: () =>
        Object.fromEntries(Object.entries(assets).map(([name, text]) => [name, { open: () => text }])),
    },
  });
  const getTwilioClient = () => require(sdk)(context.ACCOUNT_SID, context.AUTH_TOKEN);
  startedAtMs = performance.now();
  handler ??= require(file).handler;
  if (redirect) require(redirect);
  let left = times;
  const next = () => {
    handler({ ...context, getTwilioClient }, event, (error, response) => {
      left -= 1;
      if (left > 0) setImmediate(next);
      else report({ error: error ? String(error) : null, answer: response });
    }).catch((error) => report({ error: String(error) }));
  };
  next();
}

// What a Function logs goes nowhere.
console.log = () => undefined;
console.error = () => undefined;

process.on('message', (request) => (request.module ? load(request) : invoke(request)));
