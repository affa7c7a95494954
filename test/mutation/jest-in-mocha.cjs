/** Gives the tests in Mocha what they use of Jest: Jest's own packages do the work. */
const { readdirSync } = require('node:fs');
const path = require('node:path');
const { expect } = require('expect');
const { bind } = require('jest-each');
const { ModuleMocker } = require('jest-mock');
const Mocha = require('mocha');

const CORE = path.join(__dirname, '../../src/core');

globalThis.expect = expect;
globalThis.jest = new ModuleMocker(globalThis);

Mocha.interfaces.jest = (rootSuite) => {
  Mocha.interfaces.bdd(rootSuite);
  rootSuite.on(Mocha.Suite.constants.EVENT_FILE_PRE_REQUIRE, (globals) => {
    const { it, describe, before, after } = globals;
    it.each = bind(it, false);
    describe.each = bind(describe, false);
    Object.assign(globals, { test: it, beforeAll: before, afterAll: after });
  });
};

// What a module does while it is loaded belongs to no test; one that a test loads would seem to be that test's.
for (const file of readdirSync(CORE, { recursive: true })) {
  if (file.endsWith('.ts')) require(path.join(CORE, file));
}
