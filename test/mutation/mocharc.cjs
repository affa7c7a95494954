/**
 * The tests that a mutant has to survive: those that call the product in process. Mocha runs them again and again
 * in one process, where Jest would load everything anew for each of the thousands of mutants.
 */
module.exports = {
  require: ['./scripts/register-typescript.cjs', './test/mutation/jest-in-mocha.cjs'],
  ui: 'jest',
  extension: ['ts'],
  spec: [
    'test/{unit,functions}/**/*.test.ts',
    'test/contract/our-requests.test.ts',
    'test/contract/api-reference.test.ts',
  ],
  // A mutant by which a test waits for ever is noticed here, which costs less than a new process.
  timeout: 5_000,
};
