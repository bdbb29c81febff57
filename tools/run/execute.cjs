const { createRequire } = require("node:module");
const path = require("node:path");
const vm = require("node:vm");
const { cachePaths } = require("./paths.cjs");
const { readSealed, writeSealed } = require("./sealed-file.cjs");

/** Runs a bundle as a CommonJS module that stands where its entry stands, from V8's compiled code where it was kept. */
function execute(root, entry, bundle) {
  const paths = cachePaths(root, entry);
  const kept = readSealed(paths.codeCache);
  const script = new vm.Script(wrap(bundle.code), {
    filename: paths.bundle,
    cachedData: kept?.header.fingerprint === bundle.fingerprint ? kept.body : undefined,
  });
  if (script.cachedDataRejected !== false) keepCodeOnExit(script, paths.codeCache, bundle.fingerprint);

  const file = path.join(root, entry);
  const module = { exports: {}, id: ".", filename: file, loaded: false, children: [], paths: [] };
  const require = createRequire(file);
  script.runInThisContext()(module.exports, require, module, file, path.dirname(file), root);
}

/** esbuild writes ASCII alone, which latin1 reads fastest. */
function wrap(code) {
  return `(function (exports, require, module, __filename, __dirname, __projectRoot) {${code.toString("latin1")}\n})`;
}

/** On exit, because by then V8 has compiled the functions that a run really calls. */
function keepCodeOnExit(script, file, fingerprint) {
  process.on("exit", () => writeSealed(file, { fingerprint }, script.createCachedData()));
}

module.exports = { execute };
