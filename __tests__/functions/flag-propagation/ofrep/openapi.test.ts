import "../../support/environment";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import type * as z from "zod";
import { evaluationOperations, evaluationSchemas } from "../../../../functions/flag-propagation/ofrep/openapi";
import { routes } from "../../../../functions/flag-propagation/ofrep/routes";
import { problemDocument } from "../../../../functions/shared/http/problem";
import { openApi } from "../../../../functions/shared/openapi";
import { cachedFlag, STAFF_ONLY } from "../support/cache-entries";
import { ofrepUnderTest } from "./ofrep-under-test";

const VALIDATOR = require.resolve("@seriousme/openapi-schema-validator/bin/validate-api-cli.js");

const document = openApi({
  title: "Evaluation of flags",
  version: "1.0.0",
  description: "The OpenFeature Remote Evaluation Protocol.",
  routes,
  operations: evaluationOperations,
  schemas: { ...evaluationSchemas, Problem: problemDocument },
});

describe("APP-10 the description of the evaluation routes", () => {
  it("makes a valid OpenAPI document, with every schema that it names", () => {
    const folder = mkdtempSync(join(tmpdir(), "openapi-"));
    try {
      const file = join(folder, "openapi.json");
      writeFileSync(file, JSON.stringify(document));
      const verdict = JSON.parse(execFileSync(process.execPath, [VALIDATOR, file], { encoding: "utf8" }));
      expect(verdict).toEqual({ valid: true });
    } finally {
      rmSync(folder, { recursive: true });
    }
    const named = [...JSON.stringify(document.paths).matchAll(/#\/components\/schemas\/(\w+)/g)].map(
      ([, name]) => name,
    );
    expect(Object.keys(document.components.schemas)).toEqual(expect.arrayContaining(named));
  });

  it("describes what is answered", async () => {
    const { cache, one, all } = ofrepUnderTest();
    cache.put(
      "service-0001",
      cachedFlag("staff-only", STAFF_ONLY),
      cachedFlag("an-object", { variants: { on: { a: [1] } } }),
      cachedFlag("bad-flag", { targeting: { explode: [] } }),
      cachedFlag("off-flag", { state: "DISABLED" }),
    );
    const { Evaluation, EvaluationFailure, BulkEvaluation, BulkEvaluationFailure } = evaluationSchemas;
    const describes = (schema: z.ZodType, { body }: { body: unknown }) =>
      expect(schema.safeParse(body).error?.issues).toBeUndefined();
    describes(Evaluation.strict(), await one("staff-only"));
    describes(Evaluation.strict(), await one("an-object"));
    describes(Evaluation.strict(), await one("off-flag"));
    describes(EvaluationFailure.strict(), await one("bad-flag"));
    describes(EvaluationFailure.strict(), await one("no-such-flag"));
    describes(EvaluationFailure.strict(), await one("no-such-flag", { prototype: 1 }));
    describes(BulkEvaluation.strict(), await all());
    describes(BulkEvaluationFailure.strict(), await all({ prototype: 1 }));
    cache.failure = new Error("down");
    describes(BulkEvaluation.strict(), await all());
    describes(Evaluation.strict(), await one("staff-only"));
  });
});
