const fs = require("node:fs");
const path = require("node:path");

const AMENDMENTS = path.join(__dirname, "lean-cdktf");

/**
 * Appends each file of lean-cdktf/ to the module of cdktf/lib with the same name, where it replaces an export by a
 * faster one with the same result. cdktf takes its own exports by name whenever it calls them, so all of it sees the new one.
 */
const leanCdktf = {
  name: "lean-cdktf",
  setup(build) {
    const modules = fs.readdirSync(AMENDMENTS, { recursive: true }).filter((name) => name.endsWith(".cjs"));
    const names = modules.map((name) =>
      name
        .replace(/\.cjs$/, "")
        .split(path.sep)
        .join("[\\\\/]"),
    );
    const filter = new RegExp(`[\\\\/]cdktf[\\\\/]lib[\\\\/](${names.join("|")})\\.js$`);
    build.onLoad({ filter }, ({ path: file }) => {
      const [, name] = filter.exec(file);
      const amendment = fs.readFileSync(path.join(AMENDMENTS, `${name}.cjs`), "utf8");
      // In a block of its own, so that its names are not the module's.
      return { contents: `${fs.readFileSync(file, "utf8")}\n{\n${amendment}}\n` };
    });
  },
};

module.exports = { leanCdktf };
