import { describe, expect, it } from "@jest/globals";
import type { OpenSearchRequest } from "../../../../functions/flag-propagation/audit/open-search";
import { answeredFailure, connectionFailure } from "../../../../functions/flag-propagation/audit/open-search-failure";
import { readRequest } from "../../../../functions/flag-propagation/audit-setup/read-request";
import { setUp } from "../../../../functions/flag-propagation/audit-setup/set-up";

const ADDRESS = "domain:443";
const REQUEST = { retention_days: 400, replicas: 1, shards: 1 };
const ARN = (name: string) => `arn:aws:iam::111122223333:role/${name}`;
const ROLES = { writer: ARN("writer"), reader: ARN("reader"), people: ARN("people") };

const failure = (status: number, error: unknown) => answeredFailure(status, JSON.stringify({ error }), ADDRESS);
const noHandler = ({ method, path }: OpenSearchRequest) =>
  failure(400, `no handler found for uri [${path}] and method [${method}]`);

interface Policy {
  body: unknown;
  seqNo: number;
}

/** A domain with index state management and the security plugin, as far as they are asked. */
function domain(options: { indices?: Record<string, string | null>; policy?: Policy } = {}) {
  const indices = { ...options.indices };
  const asked: string[] = [];
  const kept: Record<string, unknown> = {};
  let policy = options.policy;
  let now = 0;
  let interfere = (_: OpenSearchRequest): void => undefined;

  function answer({ method, path, query = {}, body }: OpenSearchRequest): unknown {
    const sent = body === undefined ? undefined : JSON.parse(body);
    if (path.startsWith("/_plugins/_ism/policies/")) {
      if (method === "GET") {
        if (policy === undefined) throw failure(404, { type: "status_exception", reason: "Policy not found" });
        return { _id: "flag-audit", _seq_no: policy.seqNo, _primary_term: 1, policy: policy.body };
      }
      const condition = policy === undefined ? {} : { if_seq_no: String(policy.seqNo), if_primary_term: "1" };
      if (JSON.stringify(query) !== JSON.stringify(condition)) {
        throw failure(409, { type: "version_conflict_engine_exception", reason: "version conflict" });
      }
      policy = { body: sent.policy, seqNo: (policy?.seqNo ?? 0) + 1 };
      return {};
    }
    if (path.startsWith("/_plugins/_ism/explain/")) {
      const states = Object.entries(indices).map(([name, policyId]) => [
        name,
        { "index.plugins.index_state_management.policy_id": policyId, enabled: policyId === null ? null : true },
      ]);
      return { ...Object.fromEntries(states), total_managed_indices: states.length };
    }
    const [, what, names = ""] = /^\/_plugins\/_ism\/(add|change_policy)\/(.*)$/.exec(path) ?? [];
    if (what !== undefined) {
      const failed_indices = names
        .split(",")
        .filter((name) => (what === "add" ? indices[name] !== null : typeof indices[name] !== "string"))
        .map((index_name) => ({ index_name, reason: `not for ${what}` }));
      for (const name of names.split(",")) indices[name] = sent.policy_id;
      return { updated_indices: 1, failures: failed_indices.length > 0, failed_indices };
    }
    kept[path] = sent;
    return { acknowledged: true };
  }

  const ports = {
    openSearch: {
      request: async (request: OpenSearchRequest) => {
        asked.push(`${request.method} ${request.path}`);
        interfere(request);
        return answer(request);
      },
    },
    sleep: async (ms: number) => {
      now += ms;
    },
    now: () => now,
    log: () => undefined,
  };
  return {
    ports,
    asked,
    kept,
    indices,
    policy: () => policy,
    elapsed: () => now,
    interfere: (how: typeof interfere) => {
      interfere = how;
    },
  };
}

describe("FLAG-08 the setup of the audit trail", () => {
  it("puts template, policy and roles, and ends the same when it is repeated", async () => {
    const it = domain();
    const applied = { template: "applied", policy: "applied", roles: "applied" };
    expect(await setUp({ ...REQUEST, roles: ROLES }, it.ports)).toEqual(applied);
    const [first, policy] = [structuredClone(it.kept), it.policy()?.body];
    expect(await setUp({ ...REQUEST, roles: ROLES }, it.ports)).toEqual(applied);
    expect({ kept: it.kept, policy: it.policy()?.body }).toEqual({ kept: first, policy });
    expect(Object.keys(first).sort()).toEqual([
      "/_index_template/flag-audit",
      "/_plugins/_security/api/roles/flag_audit_people",
      "/_plugins/_security/api/roles/flag_audit_reader",
      "/_plugins/_security/api/roles/flag_audit_writer",
      "/_plugins/_security/api/rolesmapping/flag_audit_people",
      "/_plugins/_security/api/rolesmapping/flag_audit_reader",
      "/_plugins/_security/api/rolesmapping/flag_audit_writer",
    ]);
    expect(first["/_plugins/_security/api/rolesmapping/flag_audit_writer"]).toEqual({ backend_roles: [ROLES.writer] });
  });

  it("lets nobody but the writer write, and it neither update nor delete", async () => {
    const it = domain();
    await setUp({ ...REQUEST, roles: ROLES }, it.ports);
    const actions = (kind: string) => {
      const role = it.kept[`/_plugins/_security/api/roles/flag_audit_${kind}`] as {
        cluster_permissions: string[];
        index_permissions: { index_patterns: string[]; allowed_actions: string[] }[];
      };
      return [...role.cluster_permissions, ...role.index_permissions.flatMap(({ allowed_actions }) => allowed_actions)];
    };
    expect(actions("writer").filter((action) => /update|delete|read|\*$/.test(action))).toEqual([
      "indices:data/write/bulk*",
    ]);
    for (const kind of ["reader", "people"]) {
      expect(actions(kind).filter((action) => /write|delete|create|crud|manage|all$/.test(action))).toEqual([]);
    }
  });

  it("replaces the policy that is there, and lets the indices follow it which it finds", async () => {
    const it = domain({
      policy: { body: { description: "an older one" }, seqNo: 41 },
      indices: { "flag-audit-2026.09": "flag-audit", "flag-audit-2026.10": "somebody's", "flag-audit-2026.11": null },
    });
    await setUp(REQUEST, it.ports);
    expect(it.policy()).toMatchObject({ seqNo: 42, body: { description: expect.stringContaining("400 days") } });
    expect(new Set(Object.values(it.indices))).toEqual(new Set(["flag-audit"]));
    expect(it.asked).toContain("POST /_plugins/_ism/change_policy/flag-audit-2026.09,flag-audit-2026.10");
    expect(it.asked).toContain("POST /_plugins/_ism/add/flag-audit-2026.11");
  });

  it("fails where an index does not follow", async () => {
    const it = domain({ indices: { "flag-audit-2026.11": "flag-audit" } });
    it.interfere(({ path }) => {
      if (path.includes("change_policy")) it.indices["flag-audit-2026.11"] = null;
    });
    await expect(setUp(REQUEST, it.ports)).rejects.toThrow(
      "indices do not follow it: flag-audit-2026.11: not for change_policy.",
    );
  });

  it("reads the policy again where another deployment was faster", async () => {
    const it = domain({ policy: { body: {}, seqNo: 1 } });
    let once = true;
    it.interfere(({ method, path }) => {
      const policy = it.policy();
      if (method === "PUT" && path.includes("_ism") && once && policy) policy.seqNo += 1;
      if (method === "PUT" && path.includes("_ism")) once = false;
    });
    await setUp(REQUEST, it.ports);
    expect(it.policy()).toMatchObject({ seqNo: 3, body: { default_state: "hot" } });
  });

  it("says of a node without the plugins that it has none, and asks for no roles that nobody has", async () => {
    const it = domain();
    it.interfere((request) => {
      if (request.path.startsWith("/_plugins/")) throw noHandler(request);
    });
    expect(await setUp({ ...REQUEST, roles: ROLES }, it.ports)).toEqual({
      template: "applied",
      policy: "unsupported",
      roles: "unsupported",
    });
    it.asked.length = 0;
    expect(await setUp(REQUEST, it.ports)).toMatchObject({ roles: "none" });
    expect(it.asked.filter((request) => request.includes("_security"))).toEqual([]);
  });

  it("waits for a domain that is just starting", async () => {
    const it = domain();
    const obstacles = [
      connectionFailure(new Error("ECONNREFUSED"), ADDRESS, 1),
      answeredFailure(503, "OpenSearch Security not initialized.", ADDRESS),
      failure(429, { type: "circuit_breaking_exception", reason: "too much" }),
      answeredFailure(403, '{"Message":"User is not authorized"}', ADDRESS),
    ];
    it.interfere(() => {
      const obstacle = obstacles.shift();
      if (obstacle) throw obstacle;
    });
    expect(await setUp(REQUEST, it.ports)).toMatchObject({ policy: "applied" });
  });

  it("gives up in time to say why, and waits for nothing that does not pass", async () => {
    const it = domain();
    it.interfere(() => {
      throw answeredFailure(403, '{"Message":"User is not authorized"}', ADDRESS);
    });
    await expect(setUp(REQUEST, it.ports)).rejects.toThrow("403: User is not authorized");
    // With the last request's 10 seconds, less than the function's 120.
    expect(it.elapsed()).toBeLessThanOrEqual(100_000);

    const other = domain();
    other.interfere(({ path }) => {
      if (path.startsWith("/_index_template"))
        throw failure(400, { type: "illegal_argument_exception", reason: "unknown setting" });
    });
    await expect(setUp(REQUEST, other.ports)).rejects.toThrow("illegal_argument_exception: unknown setting");
    expect(other.elapsed()).toBe(0);
  });
});

describe("FLAG-08 a request for the setup", () => {
  it("may leave out roles", () => {
    expect(readRequest({ ...REQUEST, roles: { writer: ROLES.writer } })).toEqual({
      ...REQUEST,
      roles: { writer: ROLES.writer },
    });
  });

  it("is refused with all that is wrong with it", () => {
    expect(() => readRequest({ retention_days: "400", replicas: -1, roles: { writer: "x" }, shard: 1 })).toThrow(
      /'retention_days'.*'replicas'.*'shards'.*'roles.writer': Must be the ARN of an IAM role.*shard/,
    );
  });
});
