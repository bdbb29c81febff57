import { buffer } from "node:stream/consumers";

/** Noon on the first day that zip knows, in the local time that it is written in: no time zone shows. */
const MODIFIED = new Date(1980, 0, 1, 12);

/** Read by everyone, written by the owner, whatever the umask: Lambda runs the code as another user. */
const MODE = 0o100644;

/** A zip that only the code decides: the same bytes on every machine, at any time, for any user. */
export async function zipFunction(code: Uint8Array): Promise<Buffer> {
  const { ZipFile } = await import("yazl"); // only when there is something to zip
  const zip = new ZipFile();
  zip.addBuffer(Buffer.from(code), "index.js", { mtime: MODIFIED, mode: MODE, forceDosTimestamp: true });
  zip.end();
  return buffer(zip.outputStream);
}
