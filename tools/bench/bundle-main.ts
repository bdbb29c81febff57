import { bundleFunctions } from "../../modules/code/bundle-functions";
import { findEntries } from "../../modules/code/function-entries";
import { zipFunction } from "../../modules/code/zip-function";

/** An entry of its own that the benchmark starts: bundles and zips the functions of the folder it is given. */
async function main(root: string): Promise<void> {
  const { code } = await bundleFunctions(root, findEntries(root));
  await Promise.all([...code.values()].map(zipFunction));
}

void main(process.argv[2] ?? "");
