// Leaves of a plan, as `terraform show -json` writes it, what tells the configuration, on lines that show a difference.
// Reads standard input, writes standard output.
const KEPT = [
  "format_version",
  "terraform_version",
  "variables",
  "planned_values",
  "resource_changes",
  "prior_state",
  "configuration",
];

const plan = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
const trimmed = Object.fromEntries(KEPT.filter((key) => key in plan).map((key) => [key, plan[key]]));
// What stays as it is stands in full among the planned values.
trimmed.resource_changes = (plan.resource_changes ?? []).filter(({ change }) => change.actions[0] !== "no-op");
// Queues have the URL that AWS would give them, not the emulator's.
const text = JSON.stringify(trimmed, undefined, 1).replaceAll(
  process.env.AWS_ENDPOINT_URL,
  "https://sqs.eu-west-1.amazonaws.com",
);
process.stdout.write(`${text}\n`);
