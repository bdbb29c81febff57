import "../../support/environment";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { routes } from "../../../../functions/flag-propagation/flags-api/routes";
import { routes as propagationRoutes } from "../../../../functions/flag-propagation/propagation-status/routes";
import { flagsApiUnderTest } from "../support/flags-api";

const VALIDATOR = require.resolve("@seriousme/openapi-schema-validator/bin/validate-api-cli.js");

async function served() {
  return (await flagsApiUnderTest().send("GET", "/openapi.json")).body;
}

describe("GET /openapi.json", () => {
  it("is a valid OpenAPI 3.1 document", async () => {
    const folder = mkdtempSync(join(tmpdir(), "openapi-"));
    try {
      const file = join(folder, "openapi.json");
      writeFileSync(file, JSON.stringify(await served()));
      const verdict = JSON.parse(execFileSync(process.execPath, [VALIDATOR, file], { encoding: "utf8" }));
      expect(verdict).toEqual({ valid: true });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("has each route of both functions and no other", async () => {
    const { paths } = await served();
    const described = Object.entries<Record<string, { operationId: string }>>(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { operationId }]) => `${method.toUpperCase()} ${path} ${operationId}`),
    );
    expect(described.sort()).toEqual(
      [...routes, ...propagationRoutes].map((it) => `${it.method} ${it.path} ${it.operation}`).sort(),
    );
  });

  it("describes the limits that the API holds", async () => {
    const { components, paths } = await served();
    expect(components.schemas.NewFlag).toMatchObject({
      type: "object",
      required: expect.arrayContaining(["flag_id", "state", "variants", "defaultVariant", "reason", "user"]),
      additionalProperties: false,
      properties: {
        flag_id: { type: "string", minLength: 3, maxLength: 64 },
        state: { enum: ["ENABLED", "DISABLED"] },
      },
    });
    expect(components.schemas.ChangedFlag.properties).not.toHaveProperty("flag_id");
    const parameters = paths["/flags/{flag_id}"].delete.parameters;
    for (const wanted of [
      { in: "header", name: "If-Match", required: true },
      { in: "query", name: "reason", required: true },
      { in: "query", name: "user", required: true },
    ]) {
      expect(parameters).toContainEqual(expect.objectContaining(wanted));
    }
    expect(paths["/flags"].post.parameters).toContainEqual(
      expect.objectContaining({ in: "query", name: "dry_run", required: false }),
    );
  });

  it("refers only to schemas that it has", async () => {
    const document = await served();
    const references = JSON.stringify(document).matchAll(/#\/components\/schemas\/(\w+)/g);
    const named = [...new Set([...references].map(([, name]) => name))].sort();
    expect(named).toEqual(Object.keys(document.components.schemas).sort());
  });
});
