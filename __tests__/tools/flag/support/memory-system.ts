import type { Context } from "aws-lambda";
import { OpenSearchFailure } from "../../../../functions/flag-propagation/audit/open-search-failure";
import { auditApi } from "../../../../functions/flag-propagation/audit-reader/api";
import type { FlagChange } from "../../../../functions/flag-propagation/flag/flag-change";
import { flagsApi } from "../../../../functions/flag-propagation/flags-api/api";
import type { StoredVersion } from "../../../../functions/flag-propagation/flags-api/store";
import { ofrepApi } from "../../../../functions/flag-propagation/ofrep/api";
import { propagationStatusApi } from "../../../../functions/flag-propagation/propagation-status/api";
import { serviceNames } from "../../../../functions/flag-propagation/services";
import { plainItem } from "../../../../functions/flag-propagation/validator/attribute-values";
import { changeOf } from "../../../../functions/flag-propagation/validator/change-of";
import { validateBatch } from "../../../../functions/flag-propagation/validator/validate-batch";
import { Problem, problemResponse } from "../../../../functions/shared/http/problem";
import { readRequest } from "../../../../functions/shared/http/request";
import { flagStreamRecord, image } from "../../../functions/flag-propagation/support/flag-stream-record";
import { MemoryAuditTrail } from "../../../functions/flag-propagation/support/memory-audit-trail";
import { MemoryFlagCache } from "../../../functions/flag-propagation/support/memory-flag-cache";
import { MemoryFlagStore } from "../../../functions/flag-propagation/support/memory-flag-store";
import { verdictRecord } from "../../../functions/flag-propagation/support/verdict-record";
import type { ApiAnswer, ApiRequest } from "./api-server";

export interface Faults {
  /** The validator takes everything for valid. */
  readonly validatesNothing?: boolean;
  /** What the validator refuses goes on to the services all the same. */
  readonly leaks?: boolean;
  /** Evaluations know nothing of the last flip. */
  readonly evaluatesOff?: boolean;
  /** Time from the topic to the caches. @default 300 */
  readonly fanOutMs?: number;
  /** Nothing answers where the audit trail is. */
  readonly auditFails?: boolean;
  /** The API forgets who writes. */
  readonly forgetsUsers?: boolean;
  /** Services that never get anything. @default 0 */
  readonly deaf?: number;
}

const ENVIRONMENT = "dev";
const SERVICES = serviceNames(156);
/** Services that get a change after each look at how far it has come. */
const STEP = 97;

/**
 * The real APIs, rules, validator and OFREP endpoint over a table, caches and an audit trail in memory. The stream is
 * read with each question of how far a flag has come, and then so many services more get the change.
 */
export function memorySystem({
  validatesNothing,
  leaks,
  evaluatesOff,
  fanOutMs = 300,
  deaf = 0,
  ...faults
}: Faults = {}) {
  const store = new MemoryFlagStore();
  const caches = new MemoryFlagCache();
  const seen = new Map<string, StoredVersion>();
  const underWay: { readonly change: FlagChange; next: number }[] = [];
  const propagation = propagationStatusApi({ store, caches, services: SERVICES, waves: [] });
  const flags = flagsApi({
    store,
    reads: { read: async (use) => ({ value: await use(store) }) },
    environment: ENVIRONMENT,
    count: () => undefined,
    now: Date.now,
  });
  const trail = new MemoryAuditTrail(ENVIRONMENT);
  const audit = auditApi({
    list: async (flag, query) => {
      if (faults.auditFails) throw new OpenSearchFailure("OpenSearchUnreachable", "connect ECONNREFUSED");
      return trail.list(flag, query);
    },
  });
  const ofrep = ofrepApi({ reader: caches, services: SERVICES, now: Date.now, report: () => undefined });

  /** Hands to the validator what was written since it was last asked. */
  async function stream(): Promise<void> {
    for (const [flag, record] of store.records) {
      const previous = seen.get(flag);
      if (record === previous) continue;
      seen.set(flag, record);
      const change = flagStreamRecord(String(record.version), record, previous);
      const { user: _, ...anonymous } = record as Readonly<Record<string, unknown>>;
      trail.record(faults.forgetsUsers ? flagStreamRecord(String(record.version), anonymous, previous) : change);
      await validateBatch([change], {
        verdicts: {
          find: async () => [],
          decide: async (verdict) => verdict,
          keep: async (verdict) => {
            const published_at = verdict.published_at ?? Date.now();
            const isPassed = !verdict.valid && validatesNothing === true;
            const kept = isPassed ? { ...verdict, valid: true, published_at } : verdict;
            store.verdicts.push(kept);
            trail.record(verdictRecord(`${record.version}1`, kept));
            const times = { receivedAt: published_at, validatedAt: published_at, publishedAt: published_at };
            if (!verdict.valid && leaks) underWay.push({ change: changeOf(record, times), next: 0 });
          },
        },
        flags: store,
        changes: {
          publish: async (publications) => {
            underWay.push(...publications.map(({ change }) => ({ change, next: 0 })));
            return publications.map(() => undefined);
          },
        },
        rejections: { announce: async () => undefined },
        environment: ENVIRONMENT,
        waves: [],
        count: () => undefined,
        log: () => undefined,
        now: Date.now,
      });
    }
  }

  function deliver(): void {
    for (const delivery of underWay) {
      const { change, next } = delivery;
      const last = Math.min(next + STEP, SERVICES.length - deaf);
      for (const service of SERVICES.slice(next, last)) {
        const cached_at = change.published_at + fanOutMs;
        caches.put(service, { ...change, queued_at: change.published_at, cached_at });
      }
      delivery.next = Math.max(next, last);
    }
  }

  function dynamodb(operation: string, { Key, Item }: { Key?: object; Item?: object }): ApiAnswer {
    if (operation === "GetItem") {
      const { flag_id } = plainItem(Key as Parameters<typeof plainItem>[0]).item;
      const record = store.records.get(String(flag_id));
      return { status: 200, body: JSON.stringify(record === undefined ? {} : { Item: image(record) }) };
    }
    const { record: _, listing: __, ...written } = plainItem(Item as Parameters<typeof plainItem>[0]).item;
    store.records.set(String(written.flag_id), written as StoredVersion);
    return { status: 200, body: "{}" };
  }

  return async (request: ApiRequest): Promise<ApiAnswer> => {
    const operation = request.headers["x-amz-target"];
    if (typeof operation === "string") {
      return dynamodb(operation.split(".")[1] ?? "", JSON.parse(request.body.toString()));
    }
    const event = httpRequest(request);
    const isEvaluation = event.path.startsWith("/ofrep/");
    if (isEvaluation && evaluatesOff) return { status: 200, body: JSON.stringify({ value: false, variant: "off" }) };
    const isPropagation = event.path.endsWith("/propagation");
    if (isPropagation) {
      await stream();
      deliver();
    }
    try {
      if (event.path.endsWith("/audit")) return await audit(event);
      return await (isEvaluation ? ofrep : isPropagation ? propagation : flags)(event);
    } catch (thrown) {
      if (!(thrown instanceof Problem)) throw thrown;
      return problemResponse(thrown, event);
    }
  };
}

function httpRequest({ method, target, headers, body }: ApiRequest) {
  const { pathname, searchParams } = new URL(target, "http://localhost");
  const event = {
    httpMethod: method,
    path: pathname,
    headers,
    queryStringParameters: Object.fromEntries(searchParams),
    body: body.toString(),
    requestContext: { requestId: "request-1", identity: { userArn: "arn:aws:iam::123456789012:user/ann" } },
  };
  return readRequest(event, {} as Context);
}
