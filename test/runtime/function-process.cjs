/**
 * Run in a process of its own: loads one Function, invokes it if there is an event, and tells its parent the answer
 * and which modules were loaded for it. Nothing of twilio-run is here, only the globals that every Function finds.
 */
const { readFileSync } = require('node:fs');

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

/** The modules of Node itself that were loaded, e.g. `https`. */
const builtins = () =>
  process.moduleLoadList
    .filter((entry) => entry.startsWith('NativeModule '))
    .map((entry) => entry.slice('NativeModule '.length));

process.once('message', ({ file, context, event, privateAssets, aheadMs = 0 }) => {
  const { now } = Date;
  Date.now = () => now() + aheadMs;
  const assets = Object.entries(privateAssets).map(([name, path]) => [
    name,
    { path, open: () => readFileSync(path, 'utf8') },
  ]);
  Object.assign(globalThis, {
    Twilio: { Response },
    Runtime: { getAssets: () => Object.fromEntries(assets) },
  });
  const tell = (result) =>
    process.send({ ...result, modules: Object.keys(require.cache), builtins: builtins() }, () =>
      process.disconnect(),
    );
  const { handler } = require(file);
  if (event === undefined) {
    tell({ handlerType: typeof handler });
    return;
  }
  handler(context, event, (error, response) => tell({ error: error && String(error), response }));
});
