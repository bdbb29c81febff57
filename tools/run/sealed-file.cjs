const { createHash } = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");

// A cache file: the SHA-256 of all that follows, a line of JSON, the body. Whatever is truncated, damaged or written by
// another version reads as absent, and is then made again.

const SEAL_LENGTH = 64;
const NEWLINE = 10;

/** @returns {{ header: any, body: Buffer } | undefined} */
function readSealed(file) {
  let bytes;
  try {
    bytes = fs.readFileSync(file);
  } catch {
    return undefined;
  }
  const sealed = bytes.subarray(SEAL_LENGTH);
  if (bytes.toString("latin1", 0, SEAL_LENGTH) !== seal(sealed)) return undefined;
  const end = sealed.indexOf(NEWLINE);
  return { header: JSON.parse(sealed.toString("utf8", 0, end)), body: sealed.subarray(end + 1) };
}

/** Writes beside the file and renames, so that a reader sees the old file or the new one and never half of either. */
function writeSealed(file, header, body) {
  const sealed = Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), body]);
  const temporary = `${file}.${process.pid}`;
  try {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(temporary, Buffer.concat([Buffer.from(seal(sealed)), sealed]));
    fs.renameSync(temporary, file);
  } catch {
    // A checkout that cannot be written to runs without a cache.
    removeIfThere(temporary);
  }
}

function removeIfThere(file) {
  try {
    fs.unlinkSync(file);
  } catch {
    // It was never made.
  }
}

function seal(bytes) {
  return createHash("sha256").update(bytes).digest("hex");
}

module.exports = { readSealed, writeSealed };
