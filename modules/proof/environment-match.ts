import type { CodeOf } from "./edges/environment";
import { variablesOf } from "./edges/environment-values";
import type { View } from "./edges/view";
import { found } from "./missing";
import type { Finding } from "./model";

/** Lambda sets these itself (Lambda developer guide, "Defined runtime environment variables"). */
const SET_BY_LAMBDA = /^(AWS_|_|LAMBDA_|LANG$|LD_LIBRARY_PATH$|NODE_PATH$|PATH$|TZ$|HOME$|PWD$|TMPDIR$)/;

/** The runtime reads these itself, and no code has to. */
const READ_BY_RUNTIME: ReadonlySet<string> = new Set([
  "NODE_OPTIONS",
  "NODE_EXTRA_CA_CERTS",
  "AWS_LAMBDA_EXEC_WRAPPER",
  "TZ",
]);

/** @returns the variables that a function is given and does not read, and those it reads and is not given. */
export function environmentMismatches(view: View, codeOf: CodeOf): readonly Finding[] {
  return view.ofType("aws_lambda_function").flatMap((fn) => {
    const code = codeOf(fn);
    if (code === undefined) return [];
    const given = Object.keys(variablesOf(fn));
    const read = new Set(code.environment.map(({ name }) => name));
    const own = code.environment.filter(({ origin }) => origin === "own");
    const unread = given.filter((name) => !read.has(name) && !READ_BY_RUNTIME.has(name));
    const absent = own.filter(({ name }) => !given.includes(name) && !SET_BY_LAMBDA.test(name));
    return [
      ...unread.map((name) =>
        found(view.world, "unused-variable", fn.address, `it is given ${name}, which its code never reads`, {
          remedy: `Take ${name} out of its environment`,
        }),
      ),
      ...absent.map(({ name, file }) =>
        found(view.world, "missing-variable", fn.address, `its code reads ${name} (${file}), which it is not given`, {
          remedy: `Set ${name} in its environment`,
        }),
      ),
    ];
  });
}
