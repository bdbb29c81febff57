import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { plumblineFolder, projectRoot } from "./project";
import { findProviderMirror } from "./provider-mirror";
import type { TerraformBinary } from "./terraform-binary";

const ARCHITECTURES: Readonly<Record<string, string>> = { x64: "amd64", ia32: "386" };

/** What would make a local run reach for a real account, or for somebody's own state. */
const FOREIGN = /^(AWS_|TF_CLI_ARGS|TF_WORKSPACE$|TF_DATA_DIR$)/;

/**
 * The environment Terraform runs in, and where it gets the AWS provider from: from what the user's own configuration
 * says, else from a mirror on this machine, which needs no network, else from the registry, cached for the next run.
 */
export async function terraformEnvironment(
  binary: TerraformBinary,
  runFolder: string,
  note: (line: string) => void,
): Promise<NodeJS.ProcessEnv> {
  const env: NodeJS.ProcessEnv = {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !FOREIGN.test(name))),
    AWS_EC2_METADATA_DISABLED: "true",
    CHECKPOINT_DISABLE: "1",
    TF_INPUT: "0",
    TF_IN_AUTOMATION: "1",
  };
  const configured = process.env.TF_CLI_CONFIG_FILE;
  if (configured && existsSync(configured)) return env;
  delete env.TF_CLI_CONFIG_FILE;

  const mirror = await findProviderMirror({
    registry: binary.registry,
    version: await boundProviderVersion(),
    platform: `${process.platform}_${ARCHITECTURES[process.arch] ?? process.arch}`,
  });
  if (mirror) {
    note(`Taking the AWS provider from the mirror ${mirror}.`);
    return { ...env, TF_CLI_CONFIG_FILE: await writeMirrorConfiguration(runFolder, mirror) };
  }
  const cache = join(plumblineFolder(), "terraform-plugins");
  await mkdir(cache, { recursive: true });
  return { TF_PLUGIN_CACHE_DIR: cache, ...env };
}

/** The version of the provider that the constructs' bindings were generated from. */
async function boundProviderVersion(): Promise<string> {
  const require = createRequire(join(projectRoot(), "package.json"));
  const manifest = JSON.parse(await readFile(require.resolve("@cdktf/provider-aws/package.json"), "utf8"));
  return manifest.cdktf.provider.version;
}

async function writeMirrorConfiguration(folder: string, mirror: string): Promise<string> {
  const file = join(folder, "terraform.rc");
  await writeFile(
    file,
    `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(mirror)}\n  }\n}\n`,
  );
  return file;
}
