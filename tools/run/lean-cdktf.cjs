const fs = require("node:fs");
const path = require("node:path");

const FOLDER = path.join(__dirname, "lean-cdktf");
const AMENDMENTS = path.join(FOLDER, "lib");

/**
 * A cdktf that does the same in less time: each file of lean-cdktf/lib is appended to the module of cdktf/lib with the
 * same name, where it replaces an export. cdktf calls its exports by name, so that all of it sees the new one.
 */
const leanCdktf = {
  name: "lean-cdktf",
  setup(build) {
    build.initialOptions.alias = { archiver: path.join(FOLDER, "archiver.cjs") };
    const amended = new RegExp(`[\\\\/]cdktf[\\\\/]lib[\\\\/](${modules().join("|")})\\.js$`);
    build.onLoad({ filter: amended }, ({ path: file }) => {
      const [, name] = amended.exec(file);
      const amendment = fs.readFileSync(path.join(AMENDMENTS, `${name}.cjs`), "utf8");
      // In a block of its own, so that its names are not the module's.
      return { contents: `${fs.readFileSync(file, "utf8")}\n{\n${amendment}}\n` };
    });
  },
};

/** The names below cdktf/lib of the modules that are amended, as parts of a regular expression. */
function modules() {
  const files = fs.readdirSync(AMENDMENTS, { recursive: true }).filter((name) => name.endsWith(".cjs"));
  return files.map((name) =>
    name
      .replace(/\.cjs$/, "")
      .split(path.sep)
      .join("[\\\\/]"),
  );
}

module.exports = { leanCdktf };
