/*
 * A guarded release gives a version to a growing share of the services, in percent. Each service has a fixed slot from 1
 * to 100, by its number; it gets what is published with a share of its slot or more. The subscriptions' filter policies
 * compute the same slot in Terraform (modules/systems/flag-propagation/services.ts).
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
