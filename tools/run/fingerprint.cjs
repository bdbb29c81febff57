const { createHash } = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");

const MODULE_FILE = /\.([cm]?[jt]sx?|json)$/;

/**
 * A hash of the contents of files and of the names beside them: a new `a.ts` takes an import over from `a/index.ts`.
 * Contents and not times: a checkout, a copy or a clock must not make an old bundle look fresh.
 */
function fingerprint(root, files) {
  const hash = createHash("sha256");
  for (const folder of new Set(files.map((file) => path.dirname(file)))) {
    hash.update(moduleFiles(path.join(root, folder)).join("\n"));
  }
  for (const file of files) hash.update(`\n${file}\n`).update(contents(path.join(root, file)));
  return hash.digest("hex");
}

function moduleFiles(folder) {
  try {
    return fs
      .readdirSync(folder)
      .filter((name) => MODULE_FILE.test(name))
      .sort();
  } catch {
    return [];
  }
}

function contents(file) {
  try {
    return fs.readFileSync(file);
  } catch {
    return "absent";
  }
}

module.exports = { fingerprint };
