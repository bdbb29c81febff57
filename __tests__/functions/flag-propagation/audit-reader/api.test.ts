import "../../support/environment";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import type { AuditEntry } from "../../../../functions/flag-propagation/audit/entry";
import { connectionFailure } from "../../../../functions/flag-propagation/audit/open-search-failure";
import { auditApi } from "../../../../functions/flag-propagation/audit-reader/api";
import { auditOperations, auditSchemas } from "../../../../functions/flag-propagation/audit-reader/openapi";
import type { AuditQuery, AuditTrail } from "../../../../functions/flag-propagation/audit-reader/ports";
import { routes } from "../../../../functions/flag-propagation/audit-reader/routes";
import { httpFunction } from "../../../../functions/shared/http/function";
import { problemDocument } from "../../../../functions/shared/http/problem";
import { openApi } from "../../../../functions/shared/openapi";
import { page } from "../../../../functions/shared/page";
import { apiGatewayEvent } from "../../support/api-gateway-event";
import { lambdaContext } from "../../support/lambda-context";
import { expectProblem } from "../../support/problems";
import { someAuditEntry } from "../support/audit-entries";

const VALIDATOR = require.resolve("@seriousme/openapi-schema-validator/bin/validate-api-cli.js");

const entries = Array.from({ length: 7 }, (_, second) =>
  someAuditEntry(second, { "@timestamp": `2026-11-21T17:11:0${second}.000Z`, version: second }),
).reverse();

const positionOf = (entry: AuditEntry) => ({ at: Date.parse(entry["@timestamp"]), entry_id: entry.entry_id });

function api(trail: Partial<AuditTrail> = {}) {
  const asked: AuditQuery[] = [];
  const handler = httpFunction(
    auditApi({
      list: async (flagId, query) => {
        asked.push(query);
        const rest = entries
          .filter((entry) => entry.flag_id === flagId)
          .filter((entry) => query.after === undefined || positionOf(entry).at < query.after.at);
        return page(rest, query.limit, false, positionOf);
      },
      ...trail,
    }),
  );
  const get = async (path: string, query: Record<string, string> = {}, method = "GET") => {
    const { statusCode, headers, body } = await handler(apiGatewayEvent(method, path, { query }), lambdaContext);
    return { status: statusCode, headers: headers as Record<string, string>, body: JSON.parse(body) };
  };
  return { get, asked };
}

describe("GET /flags/{flag_id}/audit", () => {
  it("FLAG-08 pages through what a flag's trail says, newest first", async () => {
    const { get } = api();
    const found: AuditEntry[] = [];
    let query: Record<string, string> | undefined = { limit: "3" };
    while (query !== undefined) {
      const { status, body } = await get("/flags/new-checkout/audit", query);
      expect(status).toBe(200);
      found.push(...body.entries);
      query = body.next_cursor && { limit: "3", cursor: body.next_cursor };
    }
    expect(found).toEqual(entries);
  });

  it("FLAG-08 lists 20 entries of all actions unless it is told otherwise", async () => {
    const { get, asked } = api();
    await get("/flags/new-checkout/audit");
    await get("/flags/new-checkout/audit", { limit: "100", action: "rollback" });
    expect(asked).toEqual([{ limit: 20 }, { limit: 100, action: "rollback" }]);
  });

  it("FLAG-08 has nothing to say of a flag that never was, which is no error", async () => {
    expect(await api().get("/flags/never-was/audit")).toMatchObject({ status: 200, body: { entries: [] } });
  });

  it.each([
    [{ limit: "0" }, "/limit"],
    [{ limit: "101" }, "/limit"],
    [{ limit: "ten" }, "/limit"],
    [{ action: "deletion" }, "/action"],
    [{ size: "1" }, "/size"],
  ])("FLAG-08 refuses %j and says what is wrong", async (query, pointer) => {
    const answer = await api().get("/flags/new-checkout/audit", query as Record<string, string>);
    expectProblem(answer, 400, "invalid-parameters");
    expect(answer.body.errors).toEqual([expect.objectContaining({ pointer })]);
  });

  it("FLAG-08 takes a cursor for the flag alone that it came with, and none that was made up", async () => {
    const { get } = api();
    const { next_cursor: cursor } = (await get("/flags/new-checkout/audit", { limit: "1" })).body;
    expectProblem(await get("/flags/another-flag/audit", { cursor }), 400, "invalid-cursor");
    const made = Buffer.from('{"flag_id":"new-checkout","at":{"gt":0},"entry_id":"x"}').toString("base64url");
    for (const wrong of ["x", "", made]) {
      expectProblem(await get("/flags/new-checkout/audit", { cursor: wrong }), 400, "invalid-cursor");
    }
  });

  it("FLAG-08 answers 503 where OpenSearch does not, and says nothing of where it is", async () => {
    const { get } = api({
      list: async () => {
        throw connectionFailure(new Error("connect ECONNREFUSED 10.0.0.7"), "vpc-flag-audit:443", 3_000);
      },
    });
    const answer = await get("/flags/new-checkout/audit");
    expectProblem(answer, 503, "audit-unreadable");
    expect(answer.headers["retry-after"]).toBe("5");
    expect(JSON.stringify(answer.body)).not.toMatch(/vpc-flag-audit|10\.0\.0\.7/);
  });

  it("FLAG-08 answers 500 for a mistake of its own", async () => {
    const { get } = api({
      list: async () => {
        throw new TypeError("undefined is not a function");
      },
    });
    expectProblem(await get("/flags/new-checkout/audit"), 500, "internal-error");
  });

  it("FLAG-08 answers nothing else", async () => {
    const { get } = api();
    expectProblem(await get("/flags/new-checkout"), 404, "not-found");
    expectProblem(await get("/flags/new-checkout/audit", {}, "DELETE"), 405, "method-not-allowed");
  });

  it("FLAG-08 is described by a valid OpenAPI document, which fits what it answers", async () => {
    const document = openApi({
      title: "Audit",
      version: "1.0.0",
      description: "The audit trail.",
      routes,
      operations: auditOperations,
      schemas: { ...auditSchemas, Problem: problemDocument },
    });
    const folder = mkdtempSync(join(tmpdir(), "openapi-"));
    try {
      const file = join(folder, "openapi.json");
      writeFileSync(file, JSON.stringify(document));
      const verdict = JSON.parse(execFileSync(process.execPath, [VALIDATOR, file], { encoding: "utf8" }));
      expect(verdict).toEqual({ valid: true });
    } finally {
      rmSync(folder, { recursive: true });
    }
    const { body } = await api().get("/flags/new-checkout/audit", { limit: "2" });
    expect(auditSchemas.AuditPage.strict().parse(body)).toEqual(body);
  });
});
