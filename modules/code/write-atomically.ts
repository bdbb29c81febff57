import fs from "node:fs";

/** Writes beside the file and renames: another process sees the old file or the new one, and never half of either. */
export function writeAtomically(file: string, content: Buffer | string): void {
  const temporary = `${file}.${process.pid}`;
  fs.writeFileSync(temporary, content);
  fs.renameSync(temporary, file);
}
