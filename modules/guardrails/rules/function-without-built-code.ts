import type { Rule } from "../rule";
import { isSet, text } from "../terraform-json";

/** A module lies elsewhere than its caller, hence `${path.module}`. */
const BUILT_ZIP = /^(?:\$\{path\.module\}\/)?assets\/.+\.zip$/;

export const functionWithoutBuiltCode: Rule = {
  id: "function-without-built-code",
  requirements: ["ALL-06"],
  check: (stack) =>
    stack.resources("aws_lambda_function").flatMap(({ address, attributes }) => [
      ...(BUILT_ZIP.test(text(attributes.filename))
        ? []
        : [
            {
              address,
              fault: `its filename '${text(attributes.filename)}' is no zip that synth made under assets/`,
              remedy: "Make it from TypeScript in functions/ and refer to it as ${path.module}/assets/…",
            },
          ]),
      ...(isSet(attributes.source_code_hash)
        ? []
        : [
            {
              address,
              fault: "it has no source_code_hash, so that changed code is not deployed",
              remedy: "Set it to the base64 SHA-256 of the zip",
            },
          ]),
    ]),
};
