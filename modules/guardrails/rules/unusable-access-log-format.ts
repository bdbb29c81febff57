import type { Rule } from "../rule";
import { firstNested, isAttributes, text } from "../terraform-json";

const STAGES = ["aws_api_gateway_stage", "aws_apigatewayv2_stage"];

/** API Gateway refuses a format of several lines, and writes a broken one for ever without a word. */
export const unusableAccessLogFormat: Rule = {
  id: "unusable-access-log-format",
  requirements: ["ALL-08"],
  check: (stack) =>
    STAGES.flatMap((type) => stack.resources(type)).flatMap(({ address, attributes }) => {
      const format = text(firstNested(attributes.access_log_settings).format);
      return format === "" || isOneLineOfJson(format)
        ? []
        : [
            {
              address,
              fault: `its access log format '${format}' is not one line of JSON`,
              remedy: "Write it with JSON.stringify, each $context variable in quotes",
            },
          ];
    }),
};

function isOneLineOfJson(format: string): boolean {
  try {
    return !/[\r\n]/.test(format) && isAttributes(JSON.parse(format));
  } catch {
    return false;
  }
}
