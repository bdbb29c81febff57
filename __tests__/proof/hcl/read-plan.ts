import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The configurations in this folder. */
export const CONFIGURATIONS = readdirSync(__dirname, { withFileTypes: true })
  .filter((child) => child.isDirectory())
  .map(({ name }) => name);

/** @returns the plan of a configuration, or of its twin with a fault: `plan("queue-consumer", "without-kms-decrypt")`. */
export function plan(configuration: string, fault?: string): unknown {
  const file = fault === undefined ? "plan.json" : join("faults", `${fault}.json`);
  return JSON.parse(readFileSync(join(__dirname, configuration, file), "utf8"));
}
