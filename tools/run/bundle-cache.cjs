const path = require("node:path");
const fs = require("node:fs");
const { fingerprint } = require("./fingerprint.cjs");
const { cachePaths } = require("./paths.cjs");
const { readSealed, writeSealed } = require("./sealed-file.cjs");

/** The bundle of an entry: the one kept from an earlier run while all it was made of is unchanged. */
async function loadBundle(root, entry) {
  const paths = cachePaths(root, entry);
  const kept = readSealed(paths.bundle);
  if (kept && fingerprint(root, kept.header.inputs) === kept.header.fingerprint) {
    return { fingerprint: kept.header.fingerprint, code: kept.body };
  }
  const { bundle } = require("./bundle.cjs");
  const { code, sourceMap, sources } = await bundle(root, entry);
  const inputs = [...settings(root), ...sources];
  const header = { inputs, fingerprint: fingerprint(root, inputs) };
  writeSealed(paths.sourceMap, {}, sourceMap);
  writeSealed(paths.bundle, header, code);
  return { fingerprint: header.fingerprint, code };
}

/** What decides about a bundle beside its sources: the launcher, the compiler's settings, the packages installed. */
function settings(root) {
  const launcher = fs
    .readdirSync(__dirname, { recursive: true })
    .filter((name) => name.endsWith(".cjs"))
    .sort();
  return [
    "package.json",
    "tsconfig.json",
    "package-lock.json",
    // npm's record of what is in node_modules; it changes with every install.
    "node_modules/.package-lock.json",
    ...launcher.map((name) => path.relative(root, path.join(__dirname, name))),
    path.relative(root, path.join(__dirname, "../run.cjs")),
  ];
}

module.exports = { loadBundle };
