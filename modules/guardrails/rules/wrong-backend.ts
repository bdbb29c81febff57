import type { Target } from "../../target";
import type { Rule } from "../rule";
import { firstNested } from "../terraform-json";

const BACKENDS: Readonly<Record<Target, string>> = { aws: "s3", local: "local", module: "none" };

export const wrongBackend: Rule = {
  id: "wrong-backend",
  requirements: ["ALL-01"],
  check: ({ json, target }) => {
    const { backend, cloud } = json.terraform ?? {};
    const given = [...Object.keys(firstNested(backend)), ...(cloud === undefined ? [] : ["cloud"])];
    const found = given.sort().join(" and ") || "none";
    return found === BACKENDS[target]
      ? []
      : [
          {
            address: "terraform",
            fault: `the ${target} target has the backend ${found}`,
            remedy: `Give it ${BACKENDS[target]}: aws keeps its state in S3, local in a file, a module leaves it to its caller`,
          },
        ];
  },
};
