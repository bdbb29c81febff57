import { randomUUID } from "node:crypto";
import { DynamoDBClient, PutItemCommand, QueryCommand } from "@aws-sdk/client-dynamodb";
import { DescribeKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { GetResourcesCommand, ResourceGroupsTaggingAPIClient } from "@aws-sdk/client-resource-groups-tagging-api";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { deadLetter } from "./support/dead-letters";
import { deploy, targetOfTests } from "./support/deploy";
import type { Deployment, LocalDeployment } from "./support/deployment";
import { EventTap } from "./support/event-tap";
import { type ItemsAnswer, ItemsApi } from "./support/items-api";
import { logLine } from "./support/log-lines";

const DEPLOY_MS = 10 * 60_000;
const EVENT_MS = 30_000;
/** Lambda waits one minute before the second attempt of an asynchronous invocation, and two before the third. */
const ASYNC_RETRIES_MS = 5 * 60_000;

let system: Deployment;
let api: ItemsApi;
/** Marks what this run makes. */
const run = randomUUID().slice(0, 8);
const made: ItemsAnswer[] = [];

beforeAll(async () => {
  system = await deploy("serverless-app");
  api = new ItemsApi(system, system.output("serverless_app_api_url"));
}, DEPLOY_MS);

afterAll(async () => {
  for (const { body } of made) await remove(body.id);
  await system?.close();
}, DEPLOY_MS);

describe("items", () => {
  it("APP-01 are created, and read back with their ETag and history", async () => {
    const created = await create("first");
    expect(created.headers.get("location")).toBe(`/v1/items/${created.body.id}`);
    const read = await api.call("GET", `/items/${created.body.id}`);
    expect(read.status).toBe(200);
    expect(read.body).toEqual(created.body);
    expect(read.headers.get("etag")).toBe('"1"');
    const unchanged = await api.call("GET", `/items/${created.body.id}`, { headers: { "if-none-match": '"1"' } });
    expect(unchanged.status).toBe(304);
  });

  it("APP-01 keep every version when they change and when they are deleted", async () => {
    const { body } = await api.create(`history ${run}`);
    const changed = await api.call("PUT", `/items/${body.id}`, {
      body: { name: "changed" },
      headers: { "if-match": '"1"' },
    });
    expect(changed.status).toBe(200);
    const gone = await api.call("DELETE", `/items/${body.id}`, { headers: { "if-match": '"2"' } });
    expect(gone.status).toBe(204);
    expect((await api.call("GET", `/items/${body.id}`)).status).toBe(404);
    const history = await api.call("GET", `/items/${body.id}/versions`);
    expect(history.body.versions.map(({ version }) => version)).toEqual([3, 2, 1]);
  });

  it("APP-01 are listed page by page, newest first, each once", async () => {
    const ids: string[] = [];
    for (const name of ["a", "b", "c", "d", "e"]) ids.unshift((await create(name)).body.id);
    const listed: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await api.call("GET", `/items?limit=2${cursor === undefined ? "" : `&cursor=${cursor}`}`);
      expect(page.status).toBe(200);
      expect(page.body.items.length).toBeLessThanOrEqual(2);
      listed.push(...page.body.items.map(({ id }) => id));
      cursor = page.body.next_cursor;
    } while (cursor !== undefined && !ids.every((id) => listed.includes(id)));
    expect(listed.filter((id) => ids.includes(id))).toEqual(ids);
    expect(new Set(listed).size).toBe(listed.length);
  });

  it("APP-01 let one of two writers win, and tell the other", async () => {
    const { body } = await create("contested");
    const write = (name: string) =>
      api.call("PUT", `/items/${body.id}`, { body: { name }, headers: { "if-match": '"1"' } });
    const answers = await Promise.all(["left", "right"].map(write));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
    const winner = answers.find(({ status }) => status === 200);
    expect((await api.call("GET", `/items/${body.id}`)).body).toEqual(winner?.body);
    expect(await versionsOf(body.id)).toBe(2);
  });

  it("APP-01 are made once for one Idempotency-Key, however often it is sent", async () => {
    const key = { "idempotency-key": `once-${run}` };
    const first = await create("once", key);
    const again = await api.call("POST", "/items", { body: { name: `once ${run}` }, headers: key });
    expect(again.status).toBe(201);
    expect(again.body).toEqual(first.body);
    const other = await api.call("POST", "/items", { body: { name: "something else" }, headers: key });
    expect(problem(other)).toEqual([422, "urn:plumbline:problem:idempotency-key-reused"]);
  });

  it("APP-01 are made once even if the same request comes many times at once", async () => {
    const headers = { "idempotency-key": `storm-${run}` };
    const name = `storm ${run}`;
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => api.call("POST", "/items", { body: { name }, headers })),
    );
    const ids = answers.filter(({ status }) => status === 201).map(({ body }) => body.id);
    expect(new Set(ids).size).toBe(1);
    expect(answers.filter(({ status }) => status !== 201 && status !== 409)).toEqual([]);
    made.push(answers.find(({ status }) => status === 201) as ItemsAnswer);
  });
});

describe("bad input", () => {
  it.each([
    ["malformed JSON", { body: '{"name":' }, 400, "malformed-json"],
    ["a body of a wrong type", { body: { name: 5 } }, 422, "invalid-body"],
    ["an unknown field", { body: { name: "x", colour: "red" } }, 422, "invalid-body"],
    ["a body of 400 KB", { body: { name: "x", description: "y".repeat(400 * 1024) } }, 413, "content-too-large"],
  ])("APP-10 answers %s with a problem", async (_what, request, status, slug) => {
    const answer = await api.call("POST", "/items", request);
    expect(problem(answer)).toEqual([status, `urn:plumbline:problem:${slug}`]);
  });

  it("APP-10 reports all that is wrong with a body at once", async () => {
    const { body } = await api.call("POST", "/items", { body: { name: 5, description: 6, colour: "red" } });
    expect(body.errors.map(({ pointer }) => pointer).sort()).toEqual(["/colour", "/description", "/name"]);
  });

  it("APP-10 answers a cursor it did not give with a problem", async () => {
    expect(problem(await api.call("GET", "/items?cursor=made-up"))).toEqual([
      400,
      "urn:plumbline:problem:invalid-cursor",
    ]);
  });

  it("APP-10 answers a write without or with a stale ETag with a problem, and writes nothing", async () => {
    const { body } = await create("guarded");
    const path = `/items/${body.id}`;
    const without = await api.call("PUT", path, { body: { name: "late" } });
    const stale = await api.call("PUT", path, { body: { name: "late" }, headers: { "if-match": '"7"' } });
    expect([without.status, stale.status]).toEqual([428, 412]);
    expect((await api.call("GET", path)).body).toEqual(body);
    expect(await versionsOf(body.id)).toBe(1);
  });

  it("APP-10 refuses a caller who does not sign", async () => {
    const answer = await api.call("GET", "/items", { signed: false });
    expect(problem(answer)).toEqual([403, "urn:plumbline:problem:unauthorized"]);
  });
});

describe("changes", () => {
  let tap: EventTap;

  beforeAll(async () => {
    tap = await EventTap.open(system, system.output("serverless_app_changes_topic_arn"), `plumbline-e2e-${run}`);
  }, EVENT_MS);

  afterAll(async () => {
    await tap?.close();
  });

  it(
    "APP-01 ALL-12 reach the topic, one event for each version and in order",
    async () => {
      const { body } = await create("followed");
      await api.call("PUT", `/items/${body.id}`, { body: { name: "moved" }, headers: { "if-match": '"1"' } });
      await api.call("DELETE", `/items/${body.id}`, { headers: { "if-match": '"2"' } });
      const events = await tap.about(body.id, 3, EVENT_MS);
      const byVersion = [...events].sort((one, other) => Number(one.version) - Number(other.version));
      expect(byVersion.map(({ type, version }) => [type, version])).toEqual([
        ["item.created", 1],
        ["item.updated", 2],
        ["item.deleted", 3],
      ]);
      expect(new Set(events.map(({ event_id }) => event_id)).size).toBe(3);
    },
    2 * EVENT_MS,
  );

  it(
    "APP-07 that can't be read lie in the dead-letter queue with the reason, and hold nothing up",
    async () => {
      const id = `poison-${run}`;
      await new DynamoDBClient(system.client).send(
        new PutItemCommand({
          TableName: system.output("serverless_app_items_table_name"),
          Item: { id: { S: id }, timestamp: { N: "1" }, version: { S: "not a number" } },
        }),
      );
      const queue = system.output("serverless_app_dead_letter_queue_url");
      const letter = await deadLetter(system, queue, "the poisoned record", ({ body }) => body.includes(id), EVENT_MS);
      expect(letter.reason).toMatch(/\w/);
      const { body } = await create("after the poison");
      expect((await tap.about(body.id, 1, EVENT_MS))[0]).toMatchObject({ type: "item.created", version: 1 });
    },
    3 * EVENT_MS,
  );
});

describe("asynchronous invocation", () => {
  it(
    "APP-07 of something that is no request ends in the dead-letter queue after its retries",
    async () => {
      const poison = { poison: run };
      await new LambdaClient(system.client).send(
        new InvokeCommand({
          FunctionName: system.output("serverless_app_items_function_alias_arn"),
          InvocationType: "Event",
          Payload: JSON.stringify(poison),
        }),
      );
      const queue = system.output("serverless_app_dead_letter_queue_url");
      const holdsPoison = ({ body }: { body: string }) => JSON.parse(body).poison === run;
      const letter = await deadLetter(system, queue, "the poisoned event", holdsPoison, ASYNC_RETRIES_MS);
      expect(JSON.parse(letter.body)).toEqual(poison);
    },
    ASYNC_RETRIES_MS + EVENT_MS,
  );
});

describe("logs and metrics", () => {
  it("APP-02 APP-09 are written for a request, under its correlation id", async () => {
    const correlationId = `e2e-${run}`;
    const answer = await create("logged", { "x-correlation-id": correlationId });
    expect(answer.headers.get("x-correlation-id")).toBe(correlationId);
    const group = system.output("serverless_app_items_log_group_name");
    const line = await logLine(system, group, correlationId, (found) => found.correlation_id === correlationId);
    expect(line).toMatchObject({ service: "serverless-app", level: "INFO" });
  });

  it("APP-02 count what was created in the namespace ServerlessApp", async () => {
    const group = system.output("serverless_app_items_log_group_name");
    const line = await logLine(system, group, "the metric ItemsCreated", (found) => "ItemsCreated" in found);
    expect(line).toMatchObject({ _aws: { CloudWatchMetrics: [{ Namespace: "ServerlessApp" }] } });
  });
});

// Nobody plans or destroys what runs in an account: there, these are no tests.
if (targetOfTests() === "local") {
  describe("a deployment that is the tests' own", () => {
    it("ALL-03 stands beside one of another environment, called as a module from plain HCL", async () => {
      const { api_url, items_table_name } = own().moduleOutputs;
      expect(items_table_name).toBe("serverless-app-items-hcl");
      const other = new ItemsApi(system, String(api_url));
      const created = await other.create("in the other environment");
      expect((await api.call("GET", `/items/${created.body.id}`)).status).toBe(404);
    });

    it(
      "ALL-07 has nothing left to change in a second plan",
      async () => {
        expect(await own().plan()).toEqual([]);
      },
      DEPLOY_MS,
    );

    it(
      "ALL-03 leaves nothing behind when it is destroyed",
      async () => {
        expect((await tagged()).length).toBeGreaterThan(10);
        await own().destroy();
        expect(await tagged()).toEqual([]);
        made.length = 0;
      },
      DEPLOY_MS,
    );
  });
}

function own(): LocalDeployment {
  if (system.local === undefined) throw new Error("This deployment is not the tests' own.");
  return system.local;
}

async function create(name: string, headers: Readonly<Record<string, string>> = {}): Promise<ItemsAnswer> {
  const created = await api.create(`${name} ${run}`, headers);
  made.push(created);
  return created;
}

/** Deletes an item whatever its version; one that is gone already is none of our concern. */
async function remove(id: string): Promise<void> {
  const { status, headers } = await api.call("GET", `/items/${id}`);
  if (status !== 200) return;
  await api.call("DELETE", `/items/${id}`, { headers: { "if-match": headers.get("etag") ?? "" } });
}

/** @returns how many versions the table itself holds of an item. */
async function versionsOf(id: string): Promise<number> {
  const { Count = 0 } = await new DynamoDBClient(system.client).send(
    new QueryCommand({
      TableName: system.output("serverless_app_items_table_name"),
      KeyConditionExpression: "id = :id AND #timestamp > :head",
      ExpressionAttributeNames: { "#timestamp": "timestamp" },
      ExpressionAttributeValues: { ":id": { S: id }, ":head": { N: "0" } },
      ConsistentRead: true,
    }),
  );
  return Count;
}

function problem({ status, headers, body }: ItemsAnswer): [number, string] {
  expect(headers.get("content-type")).toBe("application/problem+json");
  return [status, body.type];
}

/** @returns the ARNs of all that carries the system's tag, without keys that wait for their deletion. */
async function tagged(): Promise<readonly string[]> {
  const { ResourceTagMappingList = [] } = await new ResourceGroupsTaggingAPIClient(system.client).send(
    new GetResourcesCommand({ TagFilters: [{ Key: "system", Values: ["serverless-app"] }] }),
  );
  const kms = new KMSClient(system.client);
  const arns: string[] = [];
  for (const { ResourceARN = "" } of ResourceTagMappingList) {
    const isKey = ResourceARN.includes(":kms:");
    const key = isKey ? await kms.send(new DescribeKeyCommand({ KeyId: ResourceARN })) : undefined;
    if (key?.KeyMetadata?.KeyState !== "PendingDeletion") arns.push(ResourceARN);
  }
  return arns;
}
