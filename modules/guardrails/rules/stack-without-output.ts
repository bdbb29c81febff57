import type { Rule } from "../rule";

export const stackWithoutOutput: Rule = {
  id: "stack-without-output",
  requirements: ["ALL-11"],
  check: ({ json }) =>
    Object.keys(json.output ?? {}).length > 0
      ? []
      : [
          {
            address: "output",
            fault: "the stack has no output, so that neither a neighbour nor a test can find what it made",
            remedy: "Add an output for each name, ARN or URL that they need",
          },
        ],
};
