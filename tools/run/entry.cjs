const fs = require("node:fs");
const path = require("node:path");
const { UserError } = require("./user-error.cjs");

const USAGE = "Name a TypeScript file of this project: node tools/run.cjs main.ts [argument…].";

/**
 * The entry, relative to the project and with slashes, and what follows it on the command line.
 * @throws {UserError} when there is none
 */
function entryFromArguments(root, [name, ...entryArguments]) {
  if (name === undefined) throw new UserError(`No entry is given. ${USAGE}`);
  const entry = path.relative(root, path.resolve(root, name)).split(path.sep).join("/");
  if (!fs.existsSync(path.join(root, entry))) throw new UserError(`The entry '${name}' does not exist. ${USAGE}`);
  return { entry, entryArguments };
}

module.exports = { entryFromArguments };
