import { readdirSync, readFileSync } from "node:fs";
import { it } from "@jest/globals";
import { UserError } from "../../../modules/errors";
import { prove } from "../../../modules/proof/proof";

const EVIL = JSON.parse('{"toString":[],"valueOf":1,"replace":1,"length":-1}');
for (const stack of readdirSync("cdktf.out/stacks"))
  it(stack, () => {
    const text = readFileSync(`cdktf.out/stacks/${stack}/cdk.tf.json`, "utf8");
    const names = new Set<string>();
    JSON.parse(text, (k, v) => {
      names.add(k);
      return v;
    });
    const faults = new Map<string, string>();
    const end = Date.now() + 150_000;
    let n = 0;
    for (const key of names)
      for (const evil of [EVIL, [EVIL], null, 7]) {
        if (Date.now() > end) break;
        n++;
        try {
          prove(JSON.parse(text, (k, v) => (k === key ? evil : v)));
        } catch (error) {
          if (error instanceof UserError) continue;
          const at = String((error as Error).stack)
            .split("\n")
            .filter((l) => l.includes("modules/"))
            .slice(0, 2)
            .join(" < ");
          faults.set(`${(error as Error).message} ${at}`, key);
        }
      }
    process.stdout.write(
      `${stack} ${n} of ${names.size * 4}\n${[...faults].map(([a, b]) => `  ${b}: ${a}`).join("\n")}\n`,
    );
  });
