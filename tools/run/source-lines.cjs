const { SourceMap } = require("node:module");
const path = require("node:path");
const { readSealed } = require("./sealed-file.cjs");

const BUNDLE_POSITION = /([^\s(]+[\\/]\.plumbline[\\/]cache[\\/]run[\\/][^\s()]+\.js):(\d+):(\d+)/g;

/** A stack trace with positions in the bundle replaced by those in the sources. */
function mapStack(root, stack) {
  const maps = new Map();
  return stack.replace(BUNDLE_POSITION, (position, bundle, line, column) => {
    if (!maps.has(bundle)) maps.set(bundle, sourceMapOf(bundle));
    const origin = maps.get(bundle)?.findEntry(Number(line) - 1, Number(column) - 1);
    if (origin?.originalSource === undefined) return position;
    return `${path.join(root, origin.originalSource)}:${origin.originalLine + 1}:${origin.originalColumn + 1}`;
  });
}

function sourceMapOf(bundle) {
  const kept = readSealed(`${bundle}.map`);
  return kept && new SourceMap(JSON.parse(kept.body.toString()));
}

module.exports = { mapStack };
