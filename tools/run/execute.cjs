const { createRequire } = require("node:module");
const path = require("node:path");
const vm = require("node:vm");
const { cachePaths } = require("./paths.cjs");
const { readSealed, writeSealed } = require("./sealed-file.cjs");

/** Runs a bundle as a CommonJS module that stands where its entry stands, from V8's compiled code where it was kept. */
function execute(root, entry, bundle) {
  const paths = cachePaths(root, entry);
  const kept = readSealed(paths.codeCache);
  // V8 recognizes the source by its length alone, hence the id.
  const script = new vm.Script(wrap(bundle.code), {
    filename: paths.bundle,
    lineOffset: -1, // the wrapper's own line
    cachedData: kept?.header.id === bundle.id ? kept.body : undefined,
  });
  if (script.cachedDataRejected !== false) keepCodeOnExit(script, paths.codeCache, bundle.id);

  const file = path.join(root, entry);
  const module = { exports: {}, id: ".", filename: file, loaded: false, children: [], paths: [] };
  const require = createRequire(file);
  require.main = module;
  script.runInThisContext()(module.exports, require, module, file, path.dirname(file), root);
}

function wrap(code) {
  return `(function (exports, require, module, __filename, __dirname, __projectRoot) {\n${code}\n})`;
}

/** On exit, because by then V8 has compiled the functions that a run really calls. */
function keepCodeOnExit(script, file, id) {
  process.on("exit", () => writeSealed(file, { id }, script.createCachedData()));
}

module.exports = { execute };
