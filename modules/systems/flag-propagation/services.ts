import { Variable } from "../../constructs/variable";
import type { SystemStack } from "../system-stack";
import { FILTER_POLICY, serviceSlots } from "./waves";

/** Queues are made for this many services at most; beyond, another region takes the rest (docs/systems/flag-propagation.md). */
const MOST_SERVICES = 1000;

/** Executions of the updater that one queue may take at once; two is the least that Lambda takes. */
export const UPDATERS_OF_A_SERVICE = 2;

/** So many at once for all, of the thousand that an account has unless it asks for more. */
const MOST_UPDATERS = 600;

/** What the number of microservices decides, as Terraform expressions. */
export interface Services {
  /** The set of their names: `service-0001` and so on. */
  readonly names: `\${${string}}`;
  readonly count: string;
  /** As many executions of the updater as all queues together may take: with fewer, Lambda throttles its own pollers. */
  readonly updaterConcurrency: `\${${string}}`;
  /** The filter policy of `each.key`, or null. */
  readonly filterPolicy: `\${${string}}`;
  /** The item that tells the flags API which flags a service gets (functions/flag-propagation/flags-api). */
  readonly filtersItem: `\${${string}}`;
}

/** The microservices that flags are propagated to: one variable says how many there are. */
export function services(stack: SystemStack): Services {
  new Variable(stack, "microservices_count", {
    type: "number",
    description: `Microservices that flags are propagated to: each has a queue and a cache of its own, the first ${MOST_SERVICES} of them.`,
    default: 156,
    validation: [
      {
        condition: "var.microservices_count >= 1 && floor(var.microservices_count) == var.microservices_count",
        errorMessage: `The microservices_count must be a whole number from 1; of more than ${MOST_SERVICES}, the first ${MOST_SERVICES} are served.`,
      },
    ],
  });
  new Variable(stack, "service_flags", {
    type: "map(list(string))",
    description:
      'Service → ids of the flags it gets, such as { "service-0007" = ["new-checkout"] }; a service that is not named gets all. SNS may take 15 minutes to follow a change.',
    default: {},
    validation: [
      {
        condition:
          'alltrue([for service, flags in var.service_flags : can(regex("^service-[0-9]{4}$", service)) && length(flags) >= 1 && length(flags) <= 150])',
        errorMessage: "The service_flags must name services as service-0001 and give each 1 to 150 flags.",
      },
      {
        // They are kept in one item of the flags table, which takes 400 KB.
        condition: "length(jsonencode(var.service_flags)) <= 350000",
        errorMessage:
          "The service_flags must be 350,000 characters of JSON at most: leave out the services that take every flag.",
      },
    ],
  });
  // A warning and no error: what is served goes on.
  stack.addOverride("check.every_service_is_served", {
    assert: {
      condition: `\${var.microservices_count <= ${MOST_SERVICES}}`,
      error_message: `Only ${MOST_SERVICES} of \${var.microservices_count} microservices get flags here. Deploy the rest to another region: docs/systems/flag-propagation.md.`,
    },
  });
  stack.local("service_count", `\${min(var.microservices_count, ${MOST_SERVICES})}`);
  stack.local(
    "services",
    '${toset([for number in range(1, local.service_count + 1) : format("service-%04d", number)])}',
  );
  stack.local("service_slots", serviceSlots("local.service_count"));
  stack.local("updater_concurrency", `\${min(local.service_count * ${UPDATERS_OF_A_SERVICE}, ${MOST_UPDATERS})}`);
  return {
    names: "${local.services}",
    count: "${tostring(local.service_count)}",
    updaterConcurrency: "${local.updater_concurrency}",
    filterPolicy: FILTER_POLICY,
    filtersItem:
      '${jsonencode({ flag_id = { S = "#services" }, record = { S = "filters" }, flags = { S = jsonencode(var.service_flags) } })}',
  };
}
