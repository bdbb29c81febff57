import { readdir, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { UserError } from "../../modules/errors";

export interface WantedProvider {
  readonly registry: string;
  /** Such as `5.100.0`. */
  readonly version: string;
  /** Such as `linux_amd64`. */
  readonly platform: string;
}

/** Where an unpacked mirror of providers is commonly kept; the mirror is one of these folders or lies just below one. */
const USUAL_PLACES = [
  "/opt",
  "/usr/share/terraform",
  "/usr/local/share/terraform",
  join(homedir(), ".terraform.d"),
  join(homedir(), ".local", "share", "terraform"),
];

/**
 * The root of a filesystem mirror that holds the wanted build of the AWS provider: the one that TF_PROVIDER_MIRROR
 * names, else the first in the usual places, else undefined.
 */
export async function findProviderMirror(
  wanted: WantedProvider,
  named: string | undefined = process.env.TF_PROVIDER_MIRROR,
  places: readonly string[] = USUAL_PLACES,
): Promise<string | undefined> {
  const provider = join(wanted.registry, "hashicorp", "aws");
  if (named) {
    if (await holds(named, provider, wanted)) return named;
    throw new UserError(
      `TF_PROVIDER_MIRROR is '${named}', which has no ${join(provider, wanted.version, wanted.platform)}. Name the folder above ${wanted.registry}, or unset it to use the registry.`,
    );
  }
  for (const place of places) {
    for (const root of [place, ...(await foldersIn(place))]) {
      if (await holds(root, provider, wanted)) return root;
    }
  }
  return undefined;
}

/** Terraform's two layouts of a mirror: unpacked by version and platform, or the zips as they were published. */
async function holds(root: string, provider: string, { version, platform }: WantedProvider): Promise<boolean> {
  const unpacked = join(root, provider, version, platform);
  const packed = join(root, provider, `terraform-provider-aws_${version}_${platform}.zip`);
  return (await exists(unpacked)) || (await exists(packed));
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

async function foldersIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => !entry.isFile())
    .map((entry) => join(folder, entry.name))
    .sort();
}
