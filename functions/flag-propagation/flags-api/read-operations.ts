import { decodeCursor, encodeCursor } from "../../shared/http/cursor";
import { entityTag, ifNoneMatch } from "../../shared/http/entity-tag";
import { Problem } from "../../shared/http/problem";
import { invalidCursor } from "../../shared/http/problems";
import { readQuery } from "../../shared/http/query";
import { empty, type HttpResponse, json } from "../../shared/http/response";
import type { Dependencies, Operation } from "./dependencies";
import { liveFlag, readFlagId } from "./find-flag";
import { historyPosition, listingPosition, pageQuery } from "./parameters";
import { noSuchFlag } from "./problems";
import type { FlagReads } from "./store";

/** Operations that tell what flags are and were; of a replica, where the home Region does not answer. */
export function readOperations({ reads }: Pick<Dependencies, "reads">) {
  /** An answer of a replica says so, also one that there is nothing: it may be behind. */
  async function answer(respond: (table: FlagReads) => Promise<HttpResponse>): Promise<HttpResponse> {
    const { value, region } = await reads.read((table) => respond(table).catch(asProblem));
    const headers = { ...value.headers, ...(region !== undefined && { "x-read-region": region }) };
    if (value instanceof Problem) throw value.with(headers);
    return { ...value, headers };
  }

  return {
    async listFlags(request) {
      const { limit, cursor } = readQuery(request, pageQuery);
      const after = cursor === undefined ? undefined : decodeCursor(cursor, listingPosition);
      return answer(async (table) => {
        const { entries, next } = await table.list({ limit, after });
        return json(200, { flags: entries, ...nextCursor(next) });
      });
    },

    async getFlag(request, parameters) {
      const has = ifNoneMatch(request);
      return answer(async (table) => {
        const current = await liveFlag(table, parameters);
        const headers = { etag: entityTag(current.version) };
        return has(current.version) ? empty(304, headers) : json(200, current, headers);
      });
    },

    async listFlagVersions(request, parameters) {
      const id = readFlagId(parameters);
      const { limit, cursor } = readQuery(request, pageQuery);
      const after = cursor === undefined ? undefined : decodeCursor(cursor, historyPosition);
      if (after !== undefined && after.flag_id !== id) throw invalidCursor();
      return answer(async (table) => {
        const { entries, next } = await table.history(id, { limit, after });
        if (entries.length === 0 && after === undefined) throw noSuchFlag(id);
        return json(200, { versions: entries, ...nextCursor(next) });
      });
    },
  } satisfies Record<string, Operation>;
}

/** A refusal is an answer too: the Region that it comes from did answer. */
function asProblem(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown;
  throw thrown;
}

function nextCursor(next: unknown) {
  return next === undefined ? {} : { next_cursor: encodeCursor(next) };
}
