#!/usr/bin/env node
// Runs a TypeScript entry of this project: node tools/run.cjs main.ts [argument…]
//
// The entry is bundled once and kept with V8's compiled code in .plumbline/cache/run. While nothing it was made of has
// changed, the next run loads neither esbuild nor a single package file.

const path = require("node:path");
const { loadBundle } = require("./run/bundle-cache.cjs");
const { reportFailures } = require("./run/failures.cjs");
const { execute } = require("./run/execute.cjs");
const { entryFromArguments } = require("./run/entry.cjs");

const root = path.resolve(__dirname, "..");

reportFailures(root);

async function run() {
  const { entry, entryArguments } = entryFromArguments(root, process.argv.slice(2));
  const bundle = await loadBundle(root, entry);
  // The entry sees what it would see if node had run it directly.
  process.argv = [process.execPath, path.join(root, entry), ...entryArguments];
  execute(root, entry, bundle);
}

void run();
