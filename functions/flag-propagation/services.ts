/** What a service is called by its number, from 1: `service-0001`. Terraform makes the same with format(). */
export function serviceName(number: number): string {
  return `service-${String(number).padStart(4, "0")}`;
}

/** The names of all services, in order. */
export function serviceNames(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => serviceName(index + 1));
}
