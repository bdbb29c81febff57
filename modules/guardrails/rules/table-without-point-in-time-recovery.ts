import type { Finding, Rule } from "../rule";
import { firstNested, isTrue, nested, text } from "../terraform-json";

export const tableWithoutPointInTimeRecovery: Rule = {
  id: "table-without-point-in-time-recovery",
  requirements: ["ALL-09"],
  check: (stack) =>
    stack.resources("aws_dynamodb_table").flatMap(({ address, attributes }): readonly Finding[] => [
      ...(isTrue(firstNested(attributes.point_in_time_recovery).enabled)
        ? []
        : [
            {
              address,
              fault: "it can't be restored to a point in time",
              remedy: "Set point_in_time_recovery { enabled = true }",
            },
          ]),
      ...nested(attributes.replica)
        .filter((replica) => !isTrue(replica.point_in_time_recovery))
        .map((replica) => ({
          address,
          fault: `its replica in '${text(replica.region_name)}' can't be restored to a point in time`,
          remedy: "Set point_in_time_recovery = true in the replica",
        })),
    ]),
};
