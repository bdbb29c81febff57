import { createHash } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { type AuditEntry, type AuditMessage, auditIndex } from "../../functions/flag-propagation/audit/entry";
import { OpenSearch } from "../../functions/flag-propagation/audit/open-search";
import { AUDIT_NAME, indexTemplate } from "../../functions/flag-propagation/audit-setup/index-template";
import { OpenSearchAuditTrail } from "../../functions/flag-propagation/audit-writer/open-search-trail";
import type { WriterPorts } from "../../functions/flag-propagation/audit-writer/ports";
import { type QueueRecord, writeBatch } from "../../functions/flag-propagation/audit-writer/write-batch";
import { CREDENTIALS, REGION } from "../local/emulator";
import { startOpenSearch } from "../local/systems/opensearch";
import { interleave } from "./interleave";
import { type Bound, checkBounds, format, milliseconds, printTable } from "./report";

/** Of the entries a second that bare `_bulk` requests bring in. */
const SHARE = 0.6;
const ROUNDS = 41;
/** The server compiles itself while it is used: unmeasured until then. */
const WARM_UP_ROUNDS = 20;
const ENTRIES_PER_MESSAGE = 10;

interface Case {
  readonly name: string;
  /** Messages that one invocation gets. */
  readonly messages: number;
}

const CASES: readonly Case[] = [
  { name: "10 messages", messages: 10 },
  { name: "100 messages", messages: 100 },
];

/**
 * The audit writer's way from the messages of a batch to entries that OpenSearch has made durable, against bare `_bulk`
 * requests of the same documents, made beforehand, whose answers nobody looks at: the same node and index, in turns.
 */
export async function benchAudit(): Promise<readonly string[]> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "plumbline-bench-"));
  const { signal } = new AbortController();
  const node = await startOpenSearch({ folder, signal, note: (line) => console.log(line) });
  try {
    signAsAnybody();
    await setUp(node.url);
    const ports = portsTo(node.url);
    await measure({ name: "warm-up", messages: 50 }, WARM_UP_ROUNDS, node.url, ports);

    const rows: string[][] = [];
    const bounds: Bound[] = [];
    for (const each of CASES) {
      const entries = each.messages * ENTRIES_PER_MESSAGE;
      const { writer, bulk } = await measure(each, ROUNDS, node.url, ports);
      const perSecond = (time: number) => String(Math.round((entries / time) * 1_000));
      rows.push([
        each.name,
        String(entries),
        milliseconds(writer),
        perSecond(writer),
        perSecond(bulk),
        format(bulk / writer),
      ]);
      bounds.push({ what: `${each.name}: time of the writer / of bare _bulk`, value: writer / bulk, limit: 1 / SHARE });
    }
    printTable(
      `Entries a second into the audit trail: median of ${ROUNDS} interleaved rounds (at least ${format(SHARE)} of bare _bulk)`,
      ["a batch of", "entries", "writer", "writer, 1/s", "_bulk, 1/s", "ratio"],
      rows,
    );
    return checkBounds(bounds);
  } finally {
    await node.kill();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** The node takes no notice of signatures; the writer makes one for each request all the same. */
function signAsAnybody(): void {
  process.env.AWS_REGION ??= REGION;
  process.env.AWS_ACCESS_KEY_ID ??= CREDENTIALS.accessKeyId;
  process.env.AWS_SECRET_ACCESS_KEY ??= CREDENTIALS.secretAccessKey;
}

/** An index as the domain's are, but without copies, for which there is no second node. */
async function setUp(url: string): Promise<void> {
  const template = JSON.stringify(indexTemplate({ shards: 1, replicas: 0 }));
  await send(`${url}/_index_template/${AUDIT_NAME}`, "PUT", template);
}

function portsTo(url: string): WriterPorts {
  const openSearch = new OpenSearch(url);
  return {
    trail: new OpenSearchAuditTrail(() => openSearch),
    deadLetters: {
      keep: async ({ reason }) => {
        throw new Error(`A message was rejected, none should be: ${reason}`);
      },
    },
    count: (metric, value) => {
      if (metric !== "AuditEntriesWritten") throw new Error(`${metric} is ${value}, all entries should be new.`);
    },
    measure: () => undefined,
    log: () => undefined,
    now: Date.now,
  };
}

/** What each round sends is made before the first one. */
async function measure({ name, messages }: Case, rounds: number, url: string, ports: WriterPorts) {
  const each = <T>(subject: string, make: (messages: readonly AuditMessage[]) => T) => {
    const made = Array.from({ length: rounds + 1 }, (_, round) => make(batch(messages, `${name} ${subject} ${round}`)));
    return made.values();
  };
  const bodies = each("bulk", bulkBody);
  const batches = each("writer", queueRecords);
  return interleave(rounds, {
    bulk: () => send(`${url}/_bulk`, "POST", next(bodies)),
    writer: async () => {
      const { batchItemFailures } = await writeBatch(next(batches), ports);
      if (batchItemFailures.length > 0) throw new Error(`${batchItemFailures.length} messages were not written.`);
    },
  });
}

function next<T>(values: Iterator<T>): T {
  const { value, done } = values.next();
  if (done) throw new Error("There are more rounds than something was made for.");
  return value;
}

function queueRecords(messages: readonly AuditMessage[]): readonly QueueRecord[] {
  return messages.map((message, index) => ({ messageId: `message-${index}`, body: JSON.stringify(message) }));
}

function bulkBody(messages: readonly AuditMessage[]): string {
  const entries = messages.flatMap(({ entries }) => entries);
  const lines = entries.flatMap((entry) => [
    JSON.stringify({ create: { _index: auditIndex(entry), _id: entry.entry_id } }),
    JSON.stringify(entry),
  ]);
  return `${lines.join("\n")}\n`;
}

/** @param seed makes ids that no other batch has */
function batch(messages: number, seed: string): readonly AuditMessage[] {
  return Array.from({ length: messages }, (_, message) => ({
    entries: Array.from({ length: ENTRIES_PER_MESSAGE }, (_, index) => entry(`${seed} ${message} ${index}`, index)),
  }));
}

/** Half of them writes with a diff, half of them what the system does with it. */
function entry(seed: string, index: number): AuditEntry {
  const of = {
    entry_id: createHash("sha256").update(seed).digest("hex").slice(0, 32),
    "@timestamp": new Date(1_700_000_000_000 + index).toISOString(),
    flag_id: `new-checkout-${String(index).padStart(4, "0")}`,
    version: 42,
    environment: "dev",
  };
  if (index % 2 === 1) {
    const reason = "The version keeps all critical rules.";
    return { ...of, action: "verdict", user: "flag-validator", reason, outcome: "valid", details: { broken: [] } };
  }
  const targeting = (share: number) => `{"fractional":[["on",${share}],["off",${100 - share}]]}`;
  return {
    ...of,
    action: "write",
    user: "ann@example.com",
    reason: "Try it with a larger share of the shops, since orders go well in those that have it.",
    outcome: "changed",
    principal: "arn:aws:sts::123456789012:assumed-role/developer/ann",
    correlation_id: "1-5759e988-bd862e3fe1be46a994272793",
    diff: [
      { path: "/defaultVariant", before: '"off"', after: '"on"' },
      { path: "/targeting", before: targeting(10), after: targeting(50) },
    ],
  };
}

async function send(url: string, method: string, body: string): Promise<void> {
  const headers = { "content-type": "application/json" };
  const response = await fetch(url, { method, headers, body });
  const text = await response.text();
  if (!response.ok || text.includes('"errors":true')) throw new Error(`${response.status}: ${text.slice(0, 500)}`);
}
