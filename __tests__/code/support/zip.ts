import { inflateRawSync } from "node:zlib";

export interface ZipEntry {
  readonly name: string;
  /** As `stat` gives it. */
  readonly mode: number;
  readonly content: Buffer;
}

const CENTRAL_HEADER = Buffer.from("PK\u0001\u0002", "latin1");

/** Reads a zip of one file from its central directory, as Lambda does. */
export function readOnlyEntry(zip: Buffer): ZipEntry {
  const header = zip.indexOf(CENTRAL_HEADER);
  const nameLength = zip.readUInt16LE(header + 28);
  const local = zip.readUInt32LE(header + 42);
  const content = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  return {
    name: zip.toString("utf8", header + 46, header + 46 + nameLength),
    mode: zip.readUInt32LE(header + 38) >>> 16,
    content: inflateRawSync(zip.subarray(content, content + zip.readUInt32LE(header + 20))),
  };
}
