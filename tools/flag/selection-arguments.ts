import { serviceNames } from "../../functions/flag-propagation/services";
import { UsageError } from "./errors";

const DEFAULT_ENVIRONMENT = "dev";
/** What four digits can name. */
const MOST_SERVICES = 9_999;
const SERVICE = /^service-[0-9]{4}$/;

type SelectedServices =
  | { readonly kind: "named"; readonly names: readonly string[] }
  /** All of a number, which are known to exist. */
  | { readonly kind: "counted"; readonly names: readonly string[] }
  /** All whose queues are found. */
  | { readonly kind: "existing" };

/** The services that a command is about. */
export interface Selection {
  readonly services: SelectedServices;
  /** Names of the services' queues, with * for the service. */
  readonly queues: string;
  /** Name of the flags table. */
  readonly table: string;
  readonly dryRun: boolean;
}

interface Given {
  readonly all?: boolean | undefined;
  readonly services?: string | undefined;
  readonly environment?: string | undefined;
  readonly queues?: string | undefined;
  readonly table?: string | undefined;
  readonly "dry-run"?: boolean | undefined;
}

/** @param names the services named one by one. @throws UsageError */
export function selectionOf(command: string, names: readonly string[], given: Given): Selection {
  const environment = environmentOf(given.environment);
  return {
    services: servicesOf(command, names, given),
    queues: queuesOf(given.queues ?? `flag-propagation-*-${environment}`),
    table: given.table ?? `flag-propagation-flags-${environment}`,
    dryRun: given["dry-run"] ?? false,
  };
}

function servicesOf(command: string, names: readonly string[], given: Given): SelectedServices {
  if (names.length > 0) {
    if (given.all || given.services !== undefined) {
      throw new UsageError(`${command} takes either names of services or --all, not both.`);
    }
    const wrong = names.find((name) => !SERVICE.test(name));
    if (wrong === undefined) return { kind: "named", names: [...new Set(names)] };
    throw new UsageError(`'${wrong}' cannot be a service: they are called as service-0007, with four digits.`);
  }
  if (!given.all) throw new UsageError(`${command} needs to know for which services: service-0007, or --all.`);
  if (given.services === undefined) return { kind: "existing" };
  const count = Number(given.services);
  if (Number.isInteger(count) && count >= 1 && count <= MOST_SERVICES)
    return { kind: "counted", names: serviceNames(count) };
  throw new UsageError(`--services is '${given.services}', which must be how many there are, 1 to ${MOST_SERVICES}.`);
}

function environmentOf(given: string = DEFAULT_ENVIRONMENT): string {
  if (/^[a-z0-9-]{1,12}$/.test(given)) return given;
  throw new UsageError(`--environment is '${given}', which must be that of a deployment, such as dev or prod.`);
}

function queuesOf(pattern: string): string {
  if (/^[\w-]*\*[\w-]*$/.test(pattern)) return pattern;
  throw new UsageError(
    `--queues is '${pattern}', which must be names of queues with one * for the service, such as flag-propagation-*-dev.`,
  );
}
