import { logger } from "./logger";
import { tracer } from "./tracer";

/**
 * Runs the work inside an X-Ray subsegment, where there is a trace. Tracing explains a call and is never a reason for
 * one to fail: without a daemon, a trace header or a sampled trace the work runs all the same.
 */
export async function traced<Result>(
  name: string,
  annotations: Readonly<Record<string, string | number>>,
  work: () => Promise<Result>,
): Promise<Result> {
  if (!tracer.isTracingEnabled()) return work();
  const inSubsegment = tracer.provider.captureAsyncFunc(name, async (subsegment) => {
    for (const [key, value] of Object.entries(annotations)) quietly(() => subsegment?.addAnnotation(key, value));
    try {
      return await work();
    } catch (error) {
      quietly(() => subsegment?.addError(error instanceof Error ? error : String(error)));
      throw error;
    } finally {
      quietly(() => subsegment?.close());
    }
  });
  return inSubsegment as Promise<Result>;
}

function quietly(record: () => void): void {
  try {
    record();
  } catch (error) {
    logger.debug("trace not recorded", { error });
  }
}
