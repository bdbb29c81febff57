import "../support/environment";
import { MetricUnit } from "@aws-lambda-powertools/metrics";
import { afterEach, beforeEach, describe, expect, it, jest } from "@jest/globals";
import type { Context } from "aws-lambda";
import { metrics } from "../../../functions/shared/metrics";
import { observed } from "../../../functions/shared/observed";

const context = { functionName: "under-test", awsRequestId: "1" } as Context;

describe("an observed handler", () => {
  let written: unknown[];

  beforeEach(() => {
    written = [];
    jest.spyOn(metrics, "publishStoredMetrics").mockImplementation(() => {
      written.push(metrics.serializeMetrics());
      metrics.clearMetrics();
      return metrics;
    });
  });

  afterEach(() => {
    jest.restoreAllMocks();
  });

  it("answers what it is to answer, and writes the metrics of the invocation once", async () => {
    const handler = observed(async (event: { readonly flags: number }, { functionName }: Context) => {
      metrics.addMetric("FlagsSeen", MetricUnit.Count, event.flags);
      return functionName;
    });
    expect(await handler({ flags: 7 }, context)).toBe("under-test");
    expect(written.at(-1)).toMatchObject({ FlagsSeen: 7 });
    expect(await observed(async () => "nothing to write")(undefined, context)).toBe("nothing to write");
    expect(written.filter((one) => Object.hasOwn(Object(one), "FlagsSeen"))).toHaveLength(1);
  });

  it.each([
    ["rejects", () => Promise.reject(new Error("no table"))],
    [
      "throws at once",
      () => {
        throw new Error("no table");
      },
    ],
  ])("writes the metrics also where it %s", async (_how, fail: () => Promise<never>) => {
    const handler = observed(() => {
      metrics.addMetric("Attempts", MetricUnit.Count, 1);
      return fail();
    });
    await expect(handler(undefined, context)).rejects.toThrow("no table");
    expect(written.at(-1)).toMatchObject({ Attempts: 1 });
  });
});
