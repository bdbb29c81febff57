import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { findProviderMirror } from "../../../tools/local/provider-mirror";

const WANTED = { registry: "registry.terraform.io", version: "5.100.0", platform: "linux_amd64" };
const UNPACKED = "registry.terraform.io/hashicorp/aws/5.100.0/linux_amd64";
const PACKED = "registry.terraform.io/hashicorp/aws/terraform-provider-aws_5.100.0_linux_amd64.zip";

describe("a provider mirror", () => {
  let place = "";
  beforeEach(async () => {
    place = await mkdtemp(join(tmpdir(), "mirror-"));
  });
  afterEach(() => rm(place, { recursive: true }));

  const find = (named?: string) => findProviderMirror(WANTED, named ?? "", [join(place, "absent"), place]);

  it("is found in a usual place itself", async () => {
    await mkdir(join(place, UNPACKED), { recursive: true });
    expect(await find()).toBe(place);
  });

  it("is found one folder below a usual place", async () => {
    await mkdir(join(place, "plugins", UNPACKED), { recursive: true });
    expect(await find()).toBe(join(place, "plugins"));
  });

  it("is found with the zips as they were published", async () => {
    await mkdir(join(place, dirname(PACKED)), { recursive: true });
    await writeFile(join(place, PACKED), "");
    expect(await find()).toBe(place);
  });

  it.each([
    ["another version", "registry.terraform.io/hashicorp/aws/5.99.0/linux_amd64"],
    ["another platform", "registry.terraform.io/hashicorp/aws/5.100.0/darwin_arm64"],
    ["another registry", "registry.opentofu.org/hashicorp/aws/5.100.0/linux_amd64"],
  ])("is passed over where it has only %s", async (_case, folder) => {
    await mkdir(join(place, folder), { recursive: true });
    expect(await find()).toBeUndefined();
  });

  it("that TF_PROVIDER_MIRROR names comes first", async () => {
    const named = join(place, "deep", "down");
    await mkdir(join(place, UNPACKED), { recursive: true });
    await mkdir(join(named, UNPACKED), { recursive: true });
    expect(await find(named)).toBe(named);
  });

  it("that TF_PROVIDER_MIRROR names and that lacks the provider is a mistake, told with what is missing", async () => {
    await expect(find(join(place, "empty"))).rejects.toMatchObject({
      name: "UserError",
      message: expect.stringContaining(`has no ${UNPACKED}`),
    });
  });
});
