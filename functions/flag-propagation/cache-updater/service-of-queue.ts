/**
 * Tells which service a queue is of.
 *
 * @param pattern a queue's name with `*` in the service's place, such as `flag-propagation-*-dev`
 * @returns a function from a queue's ARN to its service; it throws for the ARN of any other queue
 */
export function serviceOfQueue(pattern: string): (queueArn: string) => string {
  const [before, after, ...more] = pattern.split("*");
  if (before === undefined || after === undefined || more.length > 0) {
    throw new Error(`SERVICE_QUEUES is '${pattern}'. It has to be a queue's name with one * in the service's place.`);
  }
  return (queueArn) => {
    const name = queueArn.slice(queueArn.lastIndexOf(":") + 1);
    const service = name.slice(before.length, name.length - after.length);
    if (service === "" || name !== `${before}${service}${after}`) {
      throw new Error(
        `'${queueArn}' is the queue of no service: its name is not like '${pattern}'. Map this function to such queues only.`,
      );
    }
    return service;
  };
}
