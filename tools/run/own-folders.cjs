const fs = require("node:fs");
const path = require("node:path");

/** Gives each module of the project the `__dirname` and `__filename` it had before it became part of one file. */
const ownFolders = (root) => ({
  name: "own-folders",
  setup(build) {
    build.onLoad({ filter: /\.ts$/ }, ({ path: file }) => {
      if (file.includes("node_modules")) return undefined;
      const source = fs.readFileSync(file, "utf8");
      if (!/\b__(dirname|filename)\b/.test(source)) return undefined;
      const relative = JSON.stringify(path.relative(root, file));
      // On the first line, so that the lines of messages stay right. `__projectRoot` is a parameter of the bundle.
      const own = `const __filename = require("node:path").join(__projectRoot, ${relative}), __dirname = require("node:path").dirname(__filename);`;
      return { contents: `${own} ${source}`, loader: "ts" };
    });
  },
});

module.exports = { ownFolders };
