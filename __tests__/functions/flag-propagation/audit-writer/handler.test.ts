import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { bundleFunctions } from "../../../../modules/code/bundle-functions";
import { apiGatewayEvent } from "../../support/api-gateway-event";
import { auditMessage, someAuditEntry } from "../support/audit-entries";

const [WRITER, READER, SETUP] = ["writer", "reader", "setup"].map((name) => `flag-propagation/audit-${name}`);

/** Loads a bundle in a bare process as Lambda would, hands it an event and tells the answer. */
const INVOKE = `
  const { handler } = require(process.argv[1]);
  const context = { functionName: "under-test", awsRequestId: "1", getRemainingTimeInMillis: () => 3000 };
  handler(JSON.parse(process.argv[2]), context).then((answer) => {
    process.stdout.write("ANSWER " + JSON.stringify(answer) + "\\n", () => process.exit());
  });
`;

describe("the audit trail's functions, bundled, in a bare process", () => {
  let aws: Server;
  let folder = "";
  let asked: { what: string; signed: string; body: string }[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "audit-"));
    const entries = [WRITER, READER, SETUP].map(String);
    const { code } = await bundleFunctions(resolve(__dirname, "../../../.."), entries);
    for (const [entry, bytes] of code) writeFileSync(join(folder, `${entry.replace("/", "-")}.js`), bytes);
    aws = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk) => chunks.push(chunk));
      request.on("end", () => {
        const body = Buffer.concat(chunks).toString();
        const target = request.headers["x-amz-target"];
        const what = String(target ?? `${request.method} ${request.url?.split("?")[0]}`);
        const signed = /\/([^/]+)\/aws4_request/.exec(String(request.headers.authorization))?.[1] ?? "nothing";
        asked.push({ what, signed, body });
        if (target !== undefined) {
          const digest = createHash("md5").update(JSON.parse(body).MessageBody).digest("hex");
          response.end(JSON.stringify({ MessageId: "1", MD5OfMessageBody: digest }));
        } else if (request.url?.startsWith("/_plugins/")) {
          response.writeHead(400).end(JSON.stringify({ error: "no handler found for uri [/_plugins]" }));
        } else {
          response.end(JSON.stringify({ items: [{ create: { status: 201 } }] }));
        }
      });
    });
    await new Promise<void>((listening) => aws.listen(0, "127.0.0.1", listening));
  });
  afterAll(() => {
    aws.closeAllConnections();
    aws.close();
    rmSync(folder, { recursive: true });
  });
  beforeEach(() => {
    asked = [];
  });

  async function invoke(
    entry: string | undefined,
    event: unknown,
    environment: Record<string, string | undefined> = {},
  ) {
    const endpoint = `http://127.0.0.1:${(aws.address() as AddressInfo).port}`;
    const file = join(folder, `${entry?.replace("/", "-")}.js`);
    const lambda = spawn(process.execPath, ["-e", INVOKE, file, JSON.stringify(event)], {
      cwd: folder,
      env: {
        AWS_REGION: "eu-west-1",
        AWS_ACCESS_KEY_ID: "test",
        AWS_SECRET_ACCESS_KEY: "test",
        AWS_ENDPOINT_URL: endpoint,
        NODE_NO_WARNINGS: "1",
        ENVIRONMENT: "test",
        POWERTOOLS_SERVICE_NAME: "under-test",
        POWERTOOLS_METRICS_NAMESPACE: "FlagPropagation",
        AUDIT_ENDPOINT: endpoint,
        DEAD_LETTER_QUEUE_URL: `${endpoint}/111122223333/dead-letters`,
        ...environment,
      },
    });
    let output = "";
    for (const stream of [lambda.stdout, lambda.stderr]) stream.on("data", (part) => (output += part));
    await new Promise((ended) => lambda.on("close", ended));
    const answer = /^ANSWER (.*)$/m.exec(output)?.[1];
    return { output, answer: answer === undefined ? undefined : JSON.parse(answer) };
  }

  const records = (...bodies: readonly string[]) => ({
    Records: bodies.map((body, index) => ({ messageId: String(index), body })),
  });

  it("FLAG-08 the writer sends what it can to OpenSearch and the rest to the dead letters, signed, and counts", async () => {
    const message = auditMessage(someAuditEntry(1));
    const { answer, output } = await invoke(WRITER, records(message, "poison"));
    expect(answer).toEqual({ batchItemFailures: [] });
    expect(asked.map(({ what, signed }) => [what, signed]).sort()).toEqual([
      ["AmazonSQS.SendMessage", "sqs"],
      ["POST /_bulk", "es"],
    ]);
    expect(asked.find(({ what }) => what === "POST /_bulk")?.body).toContain(JSON.stringify(someAuditEntry(1)));
    expect(output).toMatch(/"AuditEntriesWritten":1\b/);
    expect(output).toMatch(/"MessagesRejected":1\b/);
    expect(output).toMatch(/"Name":"AuditBulkDuration","Unit":"Milliseconds"/);
  });

  it("FLAG-08 the writer acknowledges nothing while OpenSearch is away, and says why", async () => {
    const { answer, output } = await invoke(WRITER, records(auditMessage(someAuditEntry(1))), {
      AUDIT_ENDPOINT: "http://127.0.0.1:1",
    });
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: "0" }] });
    expect(output).toContain("OpenSearchUnreachable: OpenSearch at 127.0.0.1:1 cannot be reached");
  });

  it("FLAG-08 the reader asks with GET alone, which is all that its role has to allow", async () => {
    const { answer } = await invoke(READER, apiGatewayEvent("GET", "/flags/new-checkout/audit"));
    expect({ status: answer.statusCode, body: JSON.parse(answer.body) }).toEqual({
      status: 200,
      body: { entries: [] },
    });
    expect(asked).toEqual([{ what: "GET /flag-audit-*/_search", signed: "es", body: "" }]);
  });

  it("FLAG-08 the setup tells what it did, and fails where it could not", async () => {
    const request = { retention_days: 400, replicas: 0, shards: 1 };
    expect((await invoke(SETUP, request)).answer).toEqual({
      template: "applied",
      policy: "unsupported",
      roles: "none",
    });
    const { answer, output } = await invoke(SETUP, { ...request, replicas: -1 });
    expect(answer).toBeUndefined();
    expect(output).toContain("The audit trail cannot be set up with");
  });

  it.each([
    [WRITER, "AUDIT_ENDPOINT"],
    [WRITER, "DEAD_LETTER_QUEUE_URL"],
    [READER, "AUDIT_ENDPOINT"],
    [SETUP, "AUDIT_ENDPOINT"],
  ])("FLAG-08 %s does not start without %s", async (entry, name) => {
    expect((await invoke(entry, {}, { [name]: undefined })).output).toContain(
      `Environment variable ${name} is not set`,
    );
  });
});
