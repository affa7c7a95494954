/** @type {import('jest').Config} */
module.exports = {
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  testEnvironment: 'node',
  // Jest leaves one core free, which on two is half of them.
  maxWorkers: '100%',
  testSequencer: '<rootDir>/test/slowest-first.cjs',
  // No test is about time; a busy machine only takes longer.
  testTimeout: 30_000,
  transform: {
    '^.+\\.[jt]sx?$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', tsx: false },
        },
        module: { type: 'commonjs', ignoreDynamic: false },
      },
    ],
  },
  // These packages are published as ES modules only.
  transformIgnorePatterns: ['/node_modules/(?!(p-retry|is-network-error)/)'],
  // Pages run in a browser, where this does not look; tests in Chromium drive them.
  collectCoverageFrom: ['src/**/*.ts', 'simulator/**/*.ts', '!src/pages/**', '!simulator/console/page/**'],
  coverageDirectory: 'coverage',
  coverageReporters: ['text-summary', 'html'],
  coverageThreshold: { global: { lines: 98, branches: 93 } },
};
