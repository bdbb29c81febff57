// Prints `Tests: N passed, M failed` from jest's JSON result, and fails unless every test ran and passed.

const fs = require("node:fs");

const { passed, failed, skipped } = count(process.argv[2]);
if (passed + failed === 0) console.error("No tests ran.");
if (skipped > 0) console.error(`${skipped} tests were skipped. Here every test has to run.`);
console.log(`Tests: ${passed} passed, ${failed} failed`);
process.exitCode = passed > 0 && failed === 0 && skipped === 0 ? 0 : 1;

function count(file) {
  const result = read(file);
  return {
    passed: result.numPassedTests ?? 0,
    // A suite that does not even load holds no test that could fail.
    failed: (result.numFailedTests ?? 0) + (result.numRuntimeErrorTestSuites ?? 0),
    skipped: (result.numPendingTests ?? 0) + (result.numTodoTests ?? 0),
  };
}

function read(file) {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8"));
  } catch (error) {
    console.error(`${file} cannot be read: ${error.message}`);
    return {};
  }
}
