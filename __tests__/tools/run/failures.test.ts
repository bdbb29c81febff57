import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { Checkout } from "./support/checkout";

describe("tools/run.cjs tells of failures", () => {
  let checkout: Checkout;
  beforeAll(() => {
    checkout = new Checkout();
  });
  afterAll(() => checkout.remove());

  const failure = (source: string) => {
    checkout.write("entry.ts", source);
    const { status, stderr } = checkout.run("entry.ts");
    expect(status).toBe(1);
    return stderr;
  };

  it.each(["UserError", "ConstructError"])("a %s is its message alone", (name) => {
    const source = `class Mistake extends Error { name = "${name}"; }
      async function main() { throw new Mistake("Port 80 is taken. Choose another."); }
      void main();`;
    expect(failure(source)).toBe("error: Port 80 is taken. Choose another.\n");
  });

  it("what cdktf refuses is its message alone", () => {
    const refusal = "Validation failed with the following errors:\\n  [stack] no provider";
    expect(failure(`throw new Error("${refusal}");`)).toBe(`error: ${refusal.replace("\\n", "\n")}\n`);
  });

  it("anything else shows where in the sources it happened", () => {
    checkout.write(
      "thrower.ts",
      "interface Erased { gone: true }\n\nexport function thrower(): never {\n  throw new Error('a fault');\n}",
    );
    const stack = failure("import { thrower } from './thrower';\nthrower();");
    expect(stack).toContain("Error: a fault");
    expect(stack).toContain(`${path.join(checkout.root, "thrower.ts")}:4:9`);
    expect(stack).toContain(`${path.join(checkout.root, "entry.ts")}:2:1`);
  });

  it("a syntax error names file and line", () => {
    expect(failure("const a = 1;\nconst = 2;")).toMatch(/^error: entry\.ts:2:7: .+\n$/);
  });

  it("an entry that is not given or does not exist is named", () => {
    expect(checkout.run().stderr).toMatch(/^error: No entry is given\. Name a TypeScript file .+\n$/);
    expect(checkout.run("nowhere.ts").stderr).toMatch(/^error: The entry 'nowhere\.ts' does not exist\. .+\n$/);
  });

  it("packages that are not installed are asked for", () => {
    fs.renameSync(path.join(checkout.root, "node_modules"), path.join(checkout.root, "elsewhere"));
    expect(failure("console.log(3);")).toBe("error: The packages are not installed. Run 'npm ci'.\n");
  });
});
