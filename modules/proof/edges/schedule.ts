import { block, text } from "./attributes";
import { byRole } from "./calls";
import { deliverByRole } from "./delivery";
import { connection, type EdgeRule } from "./edge-rule";

/** Schedule → its target, and what it gives up → its dead-letter queue, both under the schedule's role. */
export const schedule: EdgeRule = {
  type: "aws_scheduler_schedule",
  connections: ({ address, attributes }, view) => {
    const target = block(attributes, "target") ?? {};
    const arn = text(target, "arn");
    const role = view.role(text(target, "role_arn") ?? "");
    if (arn === undefined) return [];
    const deadLetters = text(block(target, "dead_letter_config"), "arn");
    const sdk = /:scheduler:::aws-sdk:([^:]+):(.+)$/.exec(arn);
    return [
      connection(
        "target",
        address,
        view.address(arn),
        sdk === null
          ? deliverByRole(view, role, arn, "the schedule is due")
          : byRole(role, [`${sdk[1]}:${capitalized(sdk[2] ?? "")}`], "*", "the schedule is due"),
      ),
      ...(deadLetters === undefined
        ? []
        : [
            connection(
              "dead letters",
              address,
              view.address(deadLetters),
              deliverByRole(view, role, deadLetters, "the scheduler hands over what it could not deliver"),
            ),
          ]),
    ];
  },
};

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
