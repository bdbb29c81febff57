const { createHash } = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");
const { fingerprint } = require("./fingerprint.cjs");
const { cachePaths } = require("./paths.cjs");
const { readSealed, writeSealed } = require("./sealed-file.cjs");

/**
 * The bundle of an entry, the one kept from an earlier run while all it was made of is unchanged.
 * @returns {Promise<{ id: string, code: Buffer }>} `id` is the hash of the code
 */
async function loadBundle(root, entry) {
  const paths = cachePaths(root, entry);
  const kept = readSealed(paths.bundle);
  if (kept && fingerprint(root, kept.header.inputs) === kept.header.fingerprint) {
    return { id: kept.header.id, code: kept.body };
  }
  const started = Date.now();
  const { bundle } = require("./bundle.cjs"); // esbuild, which an unchanged tree never loads
  const { code, sourceMap, sources } = await bundle(root, entry);
  const id = createHash("sha256").update(code).digest("hex");
  const inputs = [...settings(root), ...sources];
  // A source that was saved meanwhile may not be in the bundle: then the next run bundles again.
  if (!inputs.some((file) => isNewer(path.join(root, file), started))) {
    writeSealed(paths.sourceMap, {}, sourceMap);
    writeSealed(paths.bundle, { id, inputs, fingerprint: fingerprint(root, inputs) }, code);
  }
  return { id, code };
}

function isNewer(file, time) {
  return (fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0) >= time;
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
