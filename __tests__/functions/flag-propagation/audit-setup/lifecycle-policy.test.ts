import { describe, expect, it } from "@jest/globals";
import * as z from "zod";
import { auditIndex } from "../../../../functions/flag-propagation/audit/entry";
import { lifecyclePolicy } from "../../../../functions/flag-propagation/audit-setup/lifecycle-policy";
import published from "./ism-policy.schema.json";

const DAY_MS = 24 * 3600 * 1000;

/** The published schema lets any member pass where it says nothing; here a member that it does not name is a mistake. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== "object" || schema === null) return schema;
  const members = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, closed(value)]));
  return members.type === "object" ? { additionalProperties: false, ...members } : members;
}

const policySchema = z.fromJSONSchema(closed(published) as Parameters<typeof z.fromJSONSchema>[0]);

/** What OpenSearch's documentation lists as conditions of a transition; the schema leaves them open. */
const conditions = z.strictObject({
  min_index_age: z
    .string()
    .regex(/^\d+(?:d|h|m|s|ms)$/)
    .optional(),
  min_rollover_age: z.string().optional(),
  min_doc_count: z.int().optional(),
  min_size: z.string().optional(),
  cron: z.unknown().optional(),
});

const policy = lifecyclePolicy({ retention_days: 400 });
const ageOf = (from: string, document = policy) => {
  const [transition] = document.states.find(({ name }) => name === from)?.transitions ?? [];
  return Number(transition?.conditions.min_index_age.replace(/d$/, "")) * DAY_MS;
};

describe("FLAG-08 the lifecycle policy", () => {
  it("is a policy as OpenSearch's API specification describes it", () => {
    expect(policySchema.safeParse({ policy }).error?.issues ?? []).toEqual([]);
    for (const { transitions } of policy.states) {
      for (const transition of transitions) expect(conditions.safeParse(transition.conditions).success).toBe(true);
    }
  });

  it.each([
    ["an action that there is not", { ...policy.states[1], actions: [{ merge: {} }] }],
    ["an action with a member that there is not", { ...policy.states[1], actions: [{ force_merge: { segments: 1 } }] }],
    ["a number of retries that is none", { ...policy.states[1], actions: [{ retry: { count: "3" }, delete: {} }] }],
  ])("would not be one with %s", (_, state) => {
    expect(policySchema.safeParse({ policy: { ...policy, states: [state] } }).success).toBe(false);
  });

  it("leads from the default state to the end, through states that there are", () => {
    const visited = [];
    for (let name: string | undefined = policy.default_state; name !== undefined; ) {
      const state = policy.states.find((candidate) => candidate.name === name);
      visited.push(state?.name);
      name = state?.transitions[0]?.state_name;
    }
    expect(visited).toEqual(policy.states.map(({ name }) => name));
    expect(policy.states.at(-1)?.actions).toContainEqual(expect.objectContaining({ delete: {} }));
  });

  it("takes every entry of a month, also one that came as late as the queue keeps it", () => {
    const queueKeeps = 14 * DAY_MS;
    for (let month = 0; month < 48; month++) {
      const created = Date.UTC(2026, month, 1);
      const last = Date.UTC(2026, month + 1, 1) - 1;
      expect(auditIndex({ "@timestamp": new Date(last).toISOString() })).toBe(
        auditIndex({ "@timestamp": new Date(created).toISOString() }),
      );
      expect(created + ageOf("hot")).toBeGreaterThan(last + queueKeeps);
    }
  });

  it.each([1, 30, 400])("keeps the last entry of a month for %i days at least", (retention_days) => {
    const document = lifecyclePolicy({ retention_days });
    for (let month = 0; month < 48; month++) {
      const last = Date.UTC(2026, month + 1, 1) - 1;
      expect(Date.UTC(2026, month, 1) + ageOf("complete", document)).toBeGreaterThanOrEqual(
        last + retention_days * DAY_MS,
      );
    }
  });

  it("is taken up by every index of the trail that is made", () => {
    const patterns = policy.ism_template.flatMap(({ index_patterns }) => index_patterns);
    const matches = (index: string) => patterns.some((pattern) => index.startsWith(pattern.replace(/\*$/, "")));
    expect(matches(auditIndex({ "@timestamp": "2026-11-21T17:11:29.123Z" }))).toBe(true);
  });
});
