/**
 * Preloaded with `node --require`, it lets Node run the TypeScript of this project as its build makes it: an
 * `import()` becomes a `require`, so that under a simulated clock no real time passes where none passes in the tests.
 */
const { readFileSync } = require('node:fs');
const Module = require('node:module');
const { transformSync } = require('esbuild');

Module._extensions['.ts'] = (module, file) => {
  const { code } = transformSync(readFileSync(file, 'utf8'), {
    loader: 'ts',
    format: 'cjs',
    target: 'node20',
    sourcefile: file,
    sourcemap: 'inline',
    supported: { 'dynamic-import': false },
  });
  module._compile(code, file);
};
