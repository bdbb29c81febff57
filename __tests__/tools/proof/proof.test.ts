import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { subscription } from "../../helpers/subscription";

const ROOT = resolve(__dirname, "../../..");

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "plumbline-proof-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function proof(...args: readonly string[]): { status: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["tools/run.cjs", "tools/proof/proof.ts", ...args], {
    cwd: ROOT,
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

/** @returns the path of a file that holds a text. */
function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

describe("npm run proof", () => {
  it("proves every system with the code that ships, each connection with its evidence", () => {
    const { stdout, stderr } = proof();
    expect(stderr).toBe("");
    expect(stdout).toMatch(/^serverless-app \(cdktf\.out\/stacks\/serverless-app\/cdk\.tf\.json\): \d+ connections/m);
    expect(stdout).toMatch(
      /^aws_dynamodb_table\.items +aws_lambda_function\.changes +stream +allowed +aws_iam_role_policy/m,
    );
  });

  it("ends with 0 when the proof holds", () => {
    const { status, stdout } = proof(file("wired.tf.json", JSON.stringify(subscription("changes"))));
    expect(status).toBe(0);
    expect(stdout).toContain("1 connection, nothing found");
  });

  it("ends with 1 when something is found, and says where and how to mend it", () => {
    const { status, stdout } = proof(file("broken.tf.json", JSON.stringify(subscription("other"))));
    expect(status).toBe(1);
    expect(stdout).toMatch(/missing-permission: .+\n.+sqs:SendMessage.+\n {2}Remedy: .+sqs:SendMessage/);
  });

  it.each(["json", "sarif"])("writes %s that can be parsed", (format) => {
    const { stdout } = proof(file("wired.tf.json", JSON.stringify(subscription("changes"))), "--format", format);
    expect(JSON.parse(stdout)).toBeInstanceOf(Object);
  });

  it.each([
    [
      "a path to nothing",
      () => "no/such.json",
      "'no/such.json' is neither a system nor a file. The systems are: serverless-app",
    ],
    ["a folder", () => "modules", "modules is a folder."],
    ["malformed JSON", () => file("malformed.json", '{"resource": '), "is not JSON: "],
    ["HCL", () => file("main.tf", 'resource "aws_sqs_queue" "a" {}'), "HCL is read through a plan"],
    ["JSON that is no object", () => file("list.json", "[]"), "list.json: Terraform JSON is an object"],
    ["JSON of something else", () => "package.json", "package.json: "],
  ])("ends with 2 for %s, without a stack trace", (_, path, message) => {
    const { status, stdout, stderr } = proof(path());
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it("never passes what has nothing of AWS", () => {
    const path = file("other.tf.json", JSON.stringify({ resource: { google_pubsub_topic: { a: { name: "a" } } } }));
    expect(proof(path).status).not.toBe(0);
  });
});
