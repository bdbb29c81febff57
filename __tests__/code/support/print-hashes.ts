import { buildFunctions } from "../../../modules/code/build-functions";

/** Builds the functions of the folder that it is given, in a process with a time zone and a umask of its own. */
async function main(root: string): Promise<void> {
  const code = await buildFunctions({ root });
  console.log(JSON.stringify(code.entries.map((entry) => [entry, code.bundle(entry).sha256])));
}

void main(process.argv[2] ?? "");
