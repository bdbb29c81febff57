import type { Rule } from "../rule";
import { text } from "../terraform-json";

/** File without extension, dot, export. */
const HANDLER = /^[\w/-]+\.[A-Za-z_$][\w$]*$/;

export const handlerWithoutExport: Rule = {
  id: "handler-without-export",
  requirements: ["ALL-06"],
  check: (stack) =>
    stack
      .resources("aws_lambda_function")
      .filter(({ attributes }) => !HANDLER.test(text(attributes.handler)))
      .map(({ address, attributes }) => ({
        address,
        fault: `its handler '${text(attributes.handler)}' names no file and export`,
        remedy: "Write it as <file>.<export> inside the zip, such as index.handler",
      })),
};
