/** Service → ids of the flags that its queue is subscribed to. A service that is not in it takes every flag. */
export type ServiceFlags = ReadonlyMap<string, ReadonlySet<string>>;

/** Where the flags table tells it: no flag's id begins so. The deployment writes it, together with the subscriptions. */
export const SERVICE_FLAGS_KEY = { flag_id: "#services", record: "filters" } as const;

/**
 * @param flags JSON of service → list of flag ids
 * @returns undefined for what is anything else
 */
export function readServiceFlags(flags: unknown): ServiceFlags | undefined {
  const services = typeof flags === "string" ? parsed(flags) : undefined;
  if (typeof services !== "object" || services === null || Array.isArray(services)) return undefined;
  const entries = Object.entries(services);
  if (!entries.every((entry): entry is [string, readonly string[]] => isIds(entry[1]))) return undefined;
  return new Map(entries.map(([service, ids]) => [service, new Set(ids)]));
}

/** The services that take a flag, in their order. */
export function takers(services: readonly string[], flagId: string, flags: ServiceFlags): readonly string[] {
  return services.filter((service) => flags.get(service)?.has(flagId) ?? true);
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function isIds(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((id) => typeof id === "string");
}
