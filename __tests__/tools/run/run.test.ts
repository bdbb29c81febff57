import fs from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { Checkout } from "./support/checkout";

describe("tools/run.cjs", () => {
  let checkout: Checkout;
  beforeEach(() => {
    checkout = new Checkout();
  });
  afterEach(() => checkout.remove());

  it("runs an entry as if node had run it directly", () => {
    const report = "[process.argv.slice(1), __filename, __dirname, require.main === module, helper]";
    checkout.write("tools/a/entry.ts", `import { helper } from "../b/helper"; console.log(JSON.stringify(${report}));`);
    checkout.write("tools/b/helper.ts", "export const helper: string = __dirname;");
    const entry = path.join(checkout.root, "tools/a/entry.ts");
    const expected = [[entry, "one", "--two"], entry, path.dirname(entry), true, path.join(checkout.root, "tools/b")];
    for (const _run of ["bundled", "kept"]) {
      expect(JSON.parse(checkout.run("tools/a/entry.ts", "one", "--two").stdout)).toEqual(expected);
    }
  });

  it("loads no esbuild while the tree is unchanged", () => {
    checkout.write("entry.ts", "console.log('ran');");
    checkout.run("entry.ts");
    fs.rmSync(path.join(checkout.root, "node_modules/esbuild"));
    expect(checkout.run("entry.ts")).toEqual(expect.objectContaining({ status: 0, stdout: "ran\n" }));
  });

  it("notices a changed source, a changed import, and a new file that takes an import over", () => {
    checkout.write("entry.ts", "import { a } from './a'; console.log('one', a);");
    checkout.write("a/index.ts", "export const a = 1;");
    expect(checkout.run("entry.ts").stdout).toBe("one 1\n");
    checkout.write("a/index.ts", "export const a = 2;");
    expect(checkout.run("entry.ts").stdout).toBe("one 2\n");
    checkout.write("entry.ts", "import { a } from './a'; console.log('two', a);");
    expect(checkout.run("entry.ts").stdout).toBe("two 2\n");
    checkout.write("a.ts", "export const a = 3;");
    expect(checkout.run("entry.ts").stdout).toBe("two 3\n");
  });

  it("notices that other packages are installed", () => {
    checkout.write("entry.ts", "console.log('ran');");
    checkout.run("entry.ts");
    const bundle = path.join(checkout.root, ".plumbline/cache/run/entry.ts.js");
    const before = fs.statSync(bundle).ino;
    checkout.write("node_modules/.package-lock.json", "{}");
    checkout.run("entry.ts");
    expect(fs.statSync(bundle).ino).not.toBe(before);
  });

  it.each(["entry.ts.js", "entry.ts.v8"])("heals a damaged %s", (file) => {
    checkout.write("entry.ts", "console.log('ran');");
    checkout.run("entry.ts");
    const kept = `.plumbline/cache/run/${file}`;
    const intact = checkout.read(kept);
    const damaged = Buffer.from(intact);
    damaged.fill(0, Math.floor(damaged.length / 2));
    fs.writeFileSync(path.join(checkout.root, kept), damaged);
    expect(checkout.run("entry.ts").stdout).toBe("ran\n");
    expect(checkout.read(kept).equals(damaged)).toBe(false);
  });

  it("runs without a cache where it cannot write one", () => {
    checkout.write("entry.ts", "console.log('ran');");
    checkout.write(".plumbline", "a file where the cache's folder would be");
    expect(checkout.run("entry.ts")).toEqual(expect.objectContaining({ status: 0, stdout: "ran\n", stderr: "" }));
  });
});
