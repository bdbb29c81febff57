import type { Verdict } from "../flag/verdict";
import { changeOf } from "../validator/change-of";
import { alarmFault } from "./alarm-fault";
import type { ReleaseRequest, ReleaseResult } from "./contract";
import type { ReleasePorts } from "./ports";
import { EVERY_SERVICE, sharedAt, shareOf } from "./share";
import { nextShare } from "./waves";

/**
 * Publishes a version to the next share of the services, once the share before it has had it for long enough and the
 * alarm that is watched was OK all the while. Whoever asks, and however often: the table says since when a share has the
 * version, so that no wave is cut short.
 *
 * The topic gets it before the table says so. A crash between the two leads to one more publication, which caches know
 * by its version; and the share in the table never falls.
 *
 * @throws Error when it is not known how far the version is, how the alarm is, or whether the topic has it.
 */
export async function release(request: ReleaseRequest, ports: ReleasePorts): Promise<ReleaseResult> {
  const { flag_id, version } = request;
  const [target, newest] = await Promise.all([ports.store.published(flag_id), ports.store.newestValid(flag_id)]);
  if (target === undefined || target.version < version) throw notPublished(request, target);
  const share = shareOf(target);
  const answer = (outcome: ReleaseResult["outcome"], to: number, reason = ""): ReleaseResult => {
    ports.log(outcome === "halted" ? "warn" : "info", `release ${outcome}`, { flag_id, version, share: to, reason });
    return { flag_id, version, outcome, share: to, reason };
  };
  if (target.version > version || (newest?.version ?? 0) > version) return answer("superseded", share);
  if (share > request.share || share === EVERY_SERVICE) return answer("released", share);
  const since = sharedAt(target) ?? ports.now();
  const fault = ports.alarm && (await alarmFault(ports.alarm, since));
  if (fault !== undefined) {
    ports.count("ReleasesHalted", 1);
    return answer("halted", share, fault);
  }
  if (ports.now() - since < ports.bakeMs) return answer("baking", share);
  const next = nextShare(ports.waves, share);
  await publish(target, next, ports);
  ports.count("SharesReleased", 1);
  return answer("released", next);
}

async function publish(verdict: Verdict, share: number, { store, changes, now }: ReleasePorts): Promise<void> {
  const { flag_id, version, validated_at } = verdict;
  const record = await store.version(flag_id, version);
  if (record === undefined) {
    throw new Error(
      `Version ${version} of '${flag_id}' was published, but the table does not have it. Restore the table, or write the flag again.`,
    );
  }
  const publishedAt = now();
  const times = { receivedAt: validated_at, validatedAt: validated_at, publishedAt };
  const [failure] = await changes.publish([{ change: changeOf(record, times), share }]);
  if (failure !== undefined) throw failure;
  await store.raise(verdict, share, publishedAt);
}

function notPublished({ flag_id, version }: ReleaseRequest, target: Verdict | undefined): Error {
  return new Error(
    `The table does not say that version ${version} of '${flag_id}' was published; the newest one that was is ${target?.version ?? "none"}. See whether verdicts were deleted, then write the flag again.`,
  );
}
