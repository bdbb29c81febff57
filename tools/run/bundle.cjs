const { ownFolders } = require("./own-folders.cjs");
const { leanCdktf } = require("./lean-cdktf.cjs");
const { packages } = require("./packages.cjs");
const { UserError } = require("./user-error.cjs");

/** Makes one CommonJS file of an entry, the project's modules it imports, and cdktf. */
async function bundle(root, entry) {
  const result = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile: "bundle.js",
    write: false,
    bundle: true,
    minifyWhitespace: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    // V8 forgets who may import() when it loads compiled code; esbuild writes require() instead.
    supported: { "dynamic-import": false },
    sourcemap: "external",
    sourcesContent: false,
    metafile: true,
    logLevel: "silent",
    plugins: [leanCdktf, packages, ownFolders(root)],
  });
  const output = (suffix) => Buffer.from(result.outputFiles.find((file) => file.path.endsWith(suffix)).contents);
  const sources = Object.keys(result.metafile.inputs).filter((input) => !input.includes("node_modules/"));
  return { code: output("bundle.js"), sourceMap: output("bundle.js.map"), sources: sources.sort() };
}

async function build(options) {
  try {
    return await require("esbuild").build(options);
  } catch (error) {
    if (error.code === "MODULE_NOT_FOUND") throw new UserError("The packages are not installed. Run 'npm ci'.");
    if (error.errors === undefined) throw error;
    throw new UserError(error.errors.map(sentence).join("\n"));
  }
}

function sentence({ text, location }) {
  return location ? `${location.file}:${location.line}:${location.column + 1}: ${text}` : text;
}

module.exports = { bundle };
