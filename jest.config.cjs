// Functions run on the Node of their runtime; that the tests' own is older is no news.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";

const swc = [
  "@swc/jest",
  { jsc: { parser: { syntax: "typescript" }, target: "es2022" }, module: { type: "commonjs" }, sourceMaps: "inline" },
];

// The stub that a synth has too: without it cdktf captures a whole stack trace for every reference a test makes.
const withoutStackTraces = {
  "(/private|^\\.)/stack-trace$": "<rootDir>/tools/run/lean-cdktf/lib/tokens/private/stack-trace.cjs",
};

// Twenty thousand questions to an independent engine take longer than all unit tests together.
const ORACLE = "engine-oracle.test.ts";

// Ten thousand histories take about as long.
const HISTORIES = "<rootDir>/__tests__/simulation/histories-";

const shared = {
  testEnvironment: "node",
  transform: { "^.+\\.ts$": swc },
  rootDir: __dirname,
  moduleNameMapper: withoutStackTraces,
};

/** @type {import("jest").Config} */
module.exports = {
  // The end-to-end tests mostly wait; the others need not wait for them.
  maxWorkers: "100%",
  projects: [
    {
      ...shared,
      displayName: "unit",
      testMatch: ["<rootDir>/__tests__/**/*.test.ts"],
      testPathIgnorePatterns: ["<rootDir>/__tests__/e2e/", ORACLE, HISTORIES],
    },
    {
      ...shared,
      displayName: "simulation",
      testMatch: [`${HISTORIES}*.test.ts`],
    },
    {
      ...shared,
      displayName: "oracle",
      testMatch: [`<rootDir>/__tests__/**/*${ORACLE}`],
    },
    {
      ...shared,
      displayName: "e2e",
      testMatch: ["<rootDir>/__tests__/e2e/**/*.test.ts"],
    },
  ],
};
