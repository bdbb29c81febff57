/**
 * Finds a block in Terraform JSON that is written with a line for each key.
 *
 * @returns the line of the block, counted from 1; the first line where it stands elsewhere, as in a module of a plan
 */
export function lineOf(text: string, address: string): number {
  const [type, name] = address
    .replace(/^data\./, "")
    .replace(/\[.*\]$/, "")
    .split(".");
  const lines = text.split("\n");
  const section = lines.findIndex((line) => line.trim() === `"${type}": {`);
  if (section === -1) return 1;
  const block = lines.findIndex((line, index) => index > section && line.trim() === `"${name}": {`);
  return block + 1 || 1;
}
