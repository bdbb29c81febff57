const path = require("node:path");

/** What the cache keeps for an entry; the cache can be deleted at any time. */
function cachePaths(root, entry) {
  const base = path.join(root, ".plumbline/cache/run", entry.replaceAll("/", "-"));
  return { bundle: `${base}.js`, sourceMap: `${base}.js.map`, codeCache: `${base}.v8` };
}

module.exports = { cachePaths };
