import type { Verdict } from "../flag/verdict";

/*
 * A guarded release gives a version to a growing share of the services, in percent. Each service has a fixed slot from 1
 * to 100, by its number; it gets what is published with a share of its slot or more. The subscriptions' filter policies
 * compute the same slot in Terraform (modules/systems/flag-propagation/waves.ts).
 */

/** The share of all services. */
export const EVERY_SERVICE = 100;

/**
 * @param number the service's own, from 1
 * @param services how many there are
 * @returns from 1, which the first service always has, to 100
 */
export function slotOf(number: number, services: number): number {
  return Math.floor(((number - 1) * EVERY_SERVICE) / services) + 1;
}

/** The services that get what is published with a share. @param services all of them, by their number */
export function servicesWithin(share: number, services: readonly string[]): readonly string[] {
  return services.filter((_, index) => slotOf(index + 1, services.length) <= share);
}

/** The share of the services that a version was published to, in percent. */
export function shareOf({ share }: Pick<Verdict, "share">): number {
  return share ?? EVERY_SERVICE;
}

/** When a version was published to the share that has it now. Milliseconds since 1970; undefined until it was. */
export function sharedAt({ share_at, published_at }: Pick<Verdict, "share_at" | "published_at">): number | undefined {
  return share_at ?? published_at;
}
