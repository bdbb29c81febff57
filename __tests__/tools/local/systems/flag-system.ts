import type { Hop, Spread } from "../../../../tools/flag/answers";
import type { ApiAnswer, ApiRequest } from "../../flag/support/api-server";
import { answer, notFound, problem } from "../../flag/support/contract-api";

export interface Faults {
  /** The validator takes everything for valid. */
  readonly validatesNothing?: boolean;
  /** Time from the topic to the last cache. @default 300 */
  readonly fanOutMs?: number;
}

const TOTAL = 156;
/** Services that have a version after each further look at it. */
const STEP = 97;
const BROKEN = { id: "VARIANT-02", sentence: "The default variant is one of the variants." };

interface Version {
  readonly version: number;
  readonly isValid: boolean;
  readonly isDeleted: boolean;
  readonly isOn: boolean;
  converged: number;
}

/** Stands for the whole system, with one flag: its API, the table's own, and services that get a version bit by bit. */
export function flagSystem({ validatesNothing = false, fanOutMs = 300 }: Faults = {}) {
  const versions: Version[] = [];
  const current = () => versions.at(-1);
  const target = () => versions.findLast(({ isValid }) => isValid);
  const write = (defaultVariant: string, isDeleted = false) => {
    const isValid = validatesNothing || ["on", "off"].includes(defaultVariant);
    const version = { version: versions.length + 1, isValid, isDeleted, isOn: defaultVariant === "on", converged: 0 };
    versions.push(version);
    return { etag: `"${version.version}"` };
  };

  const api: Readonly<Record<string, (request: ApiRequest) => ApiAnswer>> = {
    POST: ({ body }) => answer({}, write(JSON.parse(body.toString()).defaultVariant), 201),
    PUT: ({ body, headers }) => {
      if (headers["if-match"] !== `"${current()?.version}"`) return problem(412, "precondition-failed", "Changed.");
      const { defaultVariant } = JSON.parse(body.toString());
      if (!["on", "off"].includes(defaultVariant)) {
        return problem(422, "flag-breaks-rules", "See errors.", [
          { pointer: "", detail: `${BROKEN.id}: ${BROKEN.sentence}` },
        ]);
      }
      return answer({}, write(defaultVariant));
    },
    DELETE: ({ headers }) => {
      if (headers["if-match"] !== `"${current()?.version}"`) return problem(412, "precondition-failed", "Changed.");
      write("off", true);
      return { status: 204 };
    },
  };

  function propagation(): ApiAnswer {
    const [now, goal] = [current(), target()];
    if (now === undefined) return notFound;
    if (goal !== undefined) goal.converged = Math.min(TOTAL, goal.converged + STEP);
    const converged = goal?.converged ?? 0;
    return answer({
      version: now.version,
      verdict: now.isValid
        ? { valid: true, broken: [], advisories: [] }
        : { valid: false, broken: [BROKEN], advisories: [] },
      target_version: goal?.version ?? null,
      services: { total: TOTAL, converged, lagging: [] },
      slowest_ms: converged === TOTAL ? fanOutMs + 60 : null,
      hops: hops(fanOutMs),
    });
  }

  function dynamodb(operation: string, body: Buffer): ApiAnswer {
    if (operation === "GetItem")
      return answer({ Item: { flag_id: { S: "x" }, version: { N: String(current()?.version) } } });
    write(JSON.parse(body.toString()).Item.defaultVariant.S);
    return answer({});
  }

  return (request: ApiRequest): ApiAnswer => {
    const target = request.headers["x-amz-target"];
    if (typeof target === "string") return dynamodb(target.split(".")[1] ?? "", request.body);
    if (request.target.endsWith("/propagation")) return propagation();
    if (request.target.startsWith("/ofrep/")) {
      const on = versions.findLast(({ isValid }) => isValid)?.isOn ?? false;
      return answer({ value: on, variant: on ? "on" : "off", reason: "STATIC" });
    }
    return api[request.method]?.(request) ?? notFound;
  };
}

function hops(fanOutMs: number): Record<Hop, Spread> {
  const spread = (max_ms: number): Spread => ({ p50_ms: Math.round(max_ms / 2), p99_ms: max_ms - 1, max_ms });
  return {
    stream: spread(20),
    validation: spread(30),
    publish: spread(10),
    queue: spread(fanOutMs / 2),
    cache: spread(fanOutMs / 2),
    fan_out: spread(fanOutMs),
    total: spread(fanOutMs + 60),
  };
}
