/** The tests that a mutant has to survive: those that call the product in process. @type {import('jest').Config} */
module.exports = {
  ...require('./jest.config.cjs'),
  testMatch: ['<rootDir>/test/{unit,functions}/**/*.test.ts'],
};
