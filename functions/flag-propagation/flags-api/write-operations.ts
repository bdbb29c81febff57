import { readBody } from "../../shared/http/body";
import { entityTag, ifMatch } from "../../shared/http/entity-tag";
import { preconditionFailed } from "../../shared/http/problems";
import { readQuery } from "../../shared/http/query";
import type { HttpRequest } from "../../shared/http/request";
import { empty, type HttpResponse, json } from "../../shared/http/response";
import type { ChangeReason } from "../flag/flag";
import { type FlagVersion, isDeleted } from "../flag/flag-version";
import { criticalBroken, decideEvery, subjectOfVersion } from "./decisions";
import type { Dependencies, Operation } from "./dependencies";
import { isDeletedVersion, liveFlag, readable } from "./find-flag";
import { changedFlag, deleteQuery, newFlag, writeQuery } from "./parameters";
import { breaksRules, flagExists, historyAhead } from "./problems";
import { saysTheSame } from "./repeat";
import { storable } from "./storable";
import type { StoredVersion } from "./store";
import { deletedVersion, liveVersion, type Write } from "./versions";

const newFlagBody = storable(newFlag);
const changedFlagBody = storable(changedFlag);

/** Operations that write flags: each makes a version that keeps all critical rules, or changes nothing. */
export function writeOperations(dependencies: Omit<Dependencies, "reads">) {
  const { store, environment, count, now } = dependencies;

  const writeOf = (request: HttpRequest, why: ChangeReason): Write => ({
    ...why,
    environment,
    principal: request.principal,
    correlationId: request.correlationId,
    now: now(),
  });

  /** @throws Problem 422 for a version that breaks critical rules. */
  async function append(next: FlagVersion, previous: StoredVersion | undefined): Promise<boolean> {
    const broken = criticalBroken(await subjectOfVersion(next, previous, store, now()));
    if (broken.length > 0) {
      count("FlagWritesRefused");
      throw breaksRules(broken);
    }
    const appended = await store.append(next, previous?.version ?? 0);
    if (appended) count(metricOf(next));
    return appended;
  }

  async function rehearse(next: FlagVersion, previous: StoredVersion | undefined): Promise<HttpResponse> {
    return json(200, decideEvery(await subjectOfVersion(next, previous, store, now())));
  }

  /** @throws Problem 412 where another writer was first, 409 where the history holds what is to be written. */
  async function appendOrRefuse(next: FlagVersion, previous: StoredVersion): Promise<void> {
    if (await append(next, previous)) return;
    await refuseWhereHistoryIsAhead(next, previous);
    throw preconditionFailed("Another request changed the flag at the same time.");
  }

  async function refuseWhereHistoryIsAhead(next: FlagVersion, previous: StoredVersion | undefined): Promise<void> {
    const current = await store.get(next.flag_id);
    if (current?.version === previous?.version) throw historyAhead(next.flag_id, next.version);
  }

  async function matchingFlag(
    parameters: Readonly<Record<string, string>>,
    matches: (version: number) => boolean,
  ): Promise<StoredVersion> {
    const current = await liveFlag(store, parameters);
    if (!matches(current.version)) {
      throw preconditionFailed(`If-Match does not name the flag's current ETag ${entityTag(current.version)}.`);
    }
    return current;
  }

  return {
    async createFlag(request) {
      const rehearsal = isDryRun(request);
      const { flag_id, reason, user, release, ...body } = readBody(request, newFlagBody);
      const write = writeOf(request, { reason, user, release });
      const previous = await store.get(flag_id);
      if (previous !== undefined && !isDeletedVersion(readable(previous))) {
        if (!rehearsal && saysTheSame(previous, body, write)) return created(request, previous, true);
        throw flagExists(flag_id, previous.version);
      }
      const next = liveVersion(flag_id, previous, body, write);
      if (rehearsal) return rehearse(next, previous);
      if (await append(next, previous)) return created(request, next, false);
      await refuseWhereHistoryIsAhead(next, previous);
      const winner = await store.get(flag_id);
      if (winner !== undefined && saysTheSame(winner, body, write)) return created(request, winner, true);
      throw flagExists(flag_id, winner?.version ?? next.version);
    },

    async replaceFlag(request, parameters) {
      const matches = ifMatch(request);
      const rehearsal = isDryRun(request);
      const { reason, user, release, ...body } = readBody(request, changedFlagBody);
      const current = await matchingFlag(parameters, matches);
      const next = liveVersion(current.flag_id, current, body, writeOf(request, { reason, user, release }));
      if (rehearsal) return rehearse(next, current);
      await appendOrRefuse(next, current);
      return json(200, next, { etag: entityTag(next.version) });
    },

    async deleteFlag(request, parameters) {
      const matches = ifMatch(request);
      const reason = readQuery(request, deleteQuery);
      const current = await matchingFlag(parameters, matches);
      await appendOrRefuse(deletedVersion(current, writeOf(request, reason)), current);
      return empty(204);
    },
  } satisfies Record<string, Operation>;
}

function isDryRun(request: HttpRequest): boolean {
  return readQuery(request, writeQuery).dry_run === "true";
}

function created(request: HttpRequest, version: StoredVersion | FlagVersion, repeated: boolean): HttpResponse {
  return json(201, version, {
    location: `${request.publicPath}/${version.flag_id}`,
    etag: entityTag(version.version),
    ...(repeated && { "idempotent-replayed": "true" }),
  });
}

function metricOf(version: FlagVersion) {
  if (isDeleted(version)) return "FlagsDeleted";
  return version.version === 1 ? "FlagsCreated" : "FlagsUpdated";
}
