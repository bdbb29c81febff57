import { readBody } from "../../shared/http/body";
import { decodeCursor, encodeCursor } from "../../shared/http/cursor";
import { entityTag, ifMatch, ifNoneMatch } from "../../shared/http/entity-tag";
import { invalidCursor, invalidHeader, notFound, preconditionFailed } from "../../shared/http/problems";
import { readQuery } from "../../shared/http/query";
import type { HttpRequest } from "../../shared/http/request";
import { empty, type HttpResponse, json } from "../../shared/http/response";
import type { Once } from "../../shared/idempotency";
import { itemBody } from "../item";
import { type ItemVersion, isDeleted, type LiveVersion } from "../item-version";
import { openApiDocument } from "./openapi";
import { historyPosition, idempotencyKey, itemId, listingPosition, pageQuery } from "./parameters";
import { representItem, representVersion } from "./representation";
import type { OperationId } from "./routes";
import type { ItemStore } from "./store";
import { deletion, firstVersion, nextVersion } from "./versions";

export interface Dependencies {
  readonly store: ItemStore;
  readonly once: Once;
  readonly count: (metric: "ItemsCreated" | "ItemsUpdated" | "ItemsDeleted") => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly newId: () => string;
}

export type Operation = (
  request: HttpRequest,
  parameters: Readonly<Record<string, string>>,
) => HttpResponse | Promise<HttpResponse>;

/** What answers each route. */
export function itemOperations(dependencies: Dependencies): Record<OperationId, Operation> {
  const { store, once, count, now, newId } = dependencies;

  return {
    async createItem(request) {
      const data = readBody(request, itemBody);
      const key = readIdempotencyKey(request);
      let repeated = true;
      const create = async () => {
        repeated = false;
        const first = firstVersion(newId(), data, now());
        if (!(await store.append(first))) throw new Error(`The new id ${first.id} is already taken.`);
        count("ItemsCreated");
        return representItem(first);
      };
      const created = key === undefined ? await create() : await once({ key, payload: data }, request.context, create);
      return json(201, created, {
        location: `${request.publicPath}/${created.id}`,
        etag: entityTag(created.version),
        ...(repeated && { "idempotent-replayed": "true" }),
      });
    },

    async listItems(request) {
      const { limit, cursor } = readQuery(request, pageQuery);
      const after = cursor === undefined ? undefined : decodeCursor(cursor, listingPosition);
      const { entries, next } = await store.list({ limit, after });
      return json(200, { items: entries.map(representItem), ...nextCursor(next) });
    },

    async getItem(request, parameters) {
      const current = await liveItem(store, parameters);
      const headers = { etag: entityTag(current.version) };
      if (ifNoneMatch(request)(current.version)) return empty(304, headers);
      return json(200, representItem(current), headers);
    },

    async replaceItem(request, parameters) {
      const matches = ifMatch(request);
      const data = readBody(request, itemBody);
      const next = nextVersion(await matchingItem(store, parameters, matches), data, now());
      await appendOrRefuse(store, next);
      count("ItemsUpdated");
      return json(200, representItem(next), { etag: entityTag(next.version) });
    },

    async deleteItem(request, parameters) {
      const matches = ifMatch(request);
      await appendOrRefuse(store, deletion(await matchingItem(store, parameters, matches), now()));
      count("ItemsDeleted");
      return empty(204);
    },

    async listItemVersions(request, parameters) {
      const id = readId(parameters);
      const { limit, cursor } = readQuery(request, pageQuery);
      const after = cursor === undefined ? undefined : decodeCursor(cursor, historyPosition);
      if (after !== undefined && after.id !== id) throw invalidCursor();
      const { entries, next } = await store.history(id, { limit, after });
      if (entries.length === 0 && after === undefined) throw noSuchItem(id);
      return json(200, { versions: entries.map(representVersion), ...nextCursor(next) });
    },

    getOpenApi: () => json(200, openApiDocument()),
  };
}

function readIdempotencyKey({ headers }: HttpRequest): string | undefined {
  const key = headers["idempotency-key"];
  if (key !== undefined && !idempotencyKey.safeParse(key).success) {
    throw invalidHeader("Idempotency-Key", "1 to 255 visible ASCII characters");
  }
  return key;
}

function readId(parameters: Readonly<Record<string, string>>): string {
  const { id = "" } = parameters;
  if (!itemId.safeParse(id).success) throw noSuchItem(id);
  return id;
}

async function liveItem(store: ItemStore, parameters: Readonly<Record<string, string>>): Promise<LiveVersion> {
  const id = readId(parameters);
  const current = await store.current(id);
  if (current === undefined || isDeleted(current)) throw noSuchItem(id);
  return current;
}

async function matchingItem(
  store: ItemStore,
  parameters: Readonly<Record<string, string>>,
  matches: (version: number) => boolean,
): Promise<LiveVersion> {
  const current = await liveItem(store, parameters);
  if (!matches(current.version)) {
    throw preconditionFailed(`If-Match does not name the item's current ETag ${entityTag(current.version)}.`);
  }
  return current;
}

async function appendOrRefuse(store: ItemStore, next: ItemVersion): Promise<void> {
  if (!(await store.append(next))) throw preconditionFailed("Another request changed the item at the same time.");
}

function nextCursor(next: unknown) {
  return next === undefined ? {} : { next_cursor: encodeCursor(next) };
}

const noSuchItem = (id: string) => notFound(`There is no item '${id}', or it was deleted.`);
