import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { afterAll, describe, expect, it } from "@jest/globals";
import { App } from "cdktf";
import { buildFunctions } from "../../modules/code/build-functions";
import type { ProofWaiver } from "../../modules/proof/proof";
import { refuseUnproven } from "../../modules/proof/refuse-unproven";
import { SYSTEMS } from "../../modules/systems/systems";
import { WAIVERS } from "../../modules/systems/waivers";
import { TARGETS } from "../../modules/target";

const ROOT = resolve(__dirname, "../..");

/** The first of all analyses every function's code, with nothing kept from before. */
const COLD_MS = 60_000;

/** A project of its own beside ours: the same functions, and a cache that nobody has filled. */
const root = mkdtempSync(join(tmpdir(), "plumbline-proven-"));
for (const part of ["functions", "node_modules", "tsconfig.json", "package.json", "package-lock.json"]) {
  symlinkSync(join(ROOT, part), join(root, part));
}
afterAll(() => rmSync(root, { recursive: true }));

const code = buildFunctions();

/** @returns the path of a system's JSON. */
async function synthesized(system: string, target: (typeof TARGETS)[number] = "aws"): Promise<string> {
  const app = new App({ outdir: mkdtempSync(join(root, "out-")) });
  const System = SYSTEMS[system];
  if (System === undefined) throw new Error(`There is no system ${system}.`);
  new System(app, { target, code: await code });
  app.synth();
  return join(app.outdir, "stacks", system, "cdk.tf.json");
}

/** The file is `<outdir>/stacks/<system>/cdk.tf.json`. */
function waiversOf(file: string): readonly ProofWaiver[] {
  return WAIVERS[basename(dirname(file))] ?? [];
}

async function refuse(file: string, waivers: readonly ProofWaiver[] = waiversOf(file)): Promise<void> {
  await refuseUnproven(file, { root, code: await code, waivers });
}

const proven = () => {
  const folder = join(root, ".plumbline/cache/proof/proven");
  return existsSync(folder) ? readdirSync(folder).length : 0;
};

describe.each(Object.keys(SYSTEMS))("%s", (system) => {
  it.each(TARGETS)(
    "ALL-12 ALL-04 is wired, with the code that ships, for the target %s",
    async (target) => {
      await expect(refuse(await synthesized(system, target))).resolves.toBeUndefined();
    },
    COLD_MS,
  );
});

describe("a synth", () => {
  it("ALL-13 fails if a permission is taken out, naming the block and the statement to add", async () => {
    const file = await synthesized("serverless-app");
    const json = JSON.parse(readFileSync(file, "utf8"));
    delete json.resource.aws_lambda_permission.api_routes_post_items_permission;
    writeFileSync(file, JSON.stringify(json));
    const before = proven();
    await expect(refuse(file)).rejects.toThrow(
      /missing-permission: aws_\S+.*\n.*lambda:InvokeFunction.*\n {2}Remedy: /,
    );
    expect(proven()).toBe(before);
  });

  it("ALL-13 fails if a waiver covers nothing any more", async () => {
    const stale = { rule: "too-wide", address: "aws_sqs_queue.gone", reason: "It was wide once, and is gone now." };
    const file = await synthesized("serverless-app");
    await expect(refuse(file, [...waiversOf(file), stale])).rejects.toThrow(/stale-waiver/);
  });

  it("ALL-12 proves the same configuration once", async () => {
    const file = await synthesized("serverless-app");
    await refuse(file);
    const before = proven();
    await refuse(file);
    expect(proven()).toBe(before);
  });
});
