import { decodeCursor, encodeCursor } from "../../shared/http/cursor";
import { entityTag, ifNoneMatch } from "../../shared/http/entity-tag";
import { invalidCursor } from "../../shared/http/problems";
import { readQuery } from "../../shared/http/query";
import { empty, json } from "../../shared/http/response";
import type { Dependencies, Operation } from "./dependencies";
import { liveFlag, readFlagId } from "./find-flag";
import { historyPosition, listingPosition, pageQuery } from "./parameters";
import { noSuchFlag } from "./problems";

/** Operations that tell what flags are and were. */
export function readOperations({ store }: Pick<Dependencies, "store">) {
  return {
    async listFlags(request) {
      const { limit, cursor } = readQuery(request, pageQuery);
      const after = cursor === undefined ? undefined : decodeCursor(cursor, listingPosition);
      const { entries, next } = await store.list({ limit, after });
      return json(200, { flags: entries, ...nextCursor(next) });
    },

    async getFlag(request, parameters) {
      const current = await liveFlag(store, parameters);
      const headers = { etag: entityTag(current.version) };
      if (ifNoneMatch(request)(current.version)) return empty(304, headers);
      return json(200, current, headers);
    },

    async listFlagVersions(request, parameters) {
      const id = readFlagId(parameters);
      const { limit, cursor } = readQuery(request, pageQuery);
      const after = cursor === undefined ? undefined : decodeCursor(cursor, historyPosition);
      if (after !== undefined && after.flag_id !== id) throw invalidCursor();
      const { entries, next } = await store.history(id, { limit, after });
      if (entries.length === 0 && after === undefined) throw noSuchFlag(id);
      return json(200, { versions: entries, ...nextCursor(next) });
    },
  } satisfies Record<string, Operation>;
}

function nextCursor(next: unknown) {
  return next === undefined ? {} : { next_cursor: encodeCursor(next) };
}
