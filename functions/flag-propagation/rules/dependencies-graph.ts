import type { Subject } from "./subject";

type FlagRecord = Readonly<Record<string, unknown>>;

/** Entries of a flag's dependencies that are followed; the validator reads no more flags than this for one record. */
const FOLLOWED = 100;

/** One flag that a flag depends on. */
export interface Edge {
  readonly id: string;
  readonly variant: string;
}

export function own(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? (value as FlagRecord)[name]
    : undefined;
}

/** The dependencies of a subject, those without a readable id left out. */
export function edgesOf({ dependencyIds, dependencyVariants }: Subject): readonly Edge[] {
  return dependencyIds
    .slice(0, FOLLOWED)
    .map((id, index) => ({ id, variant: dependencyVariants[index] ?? "" }))
    .filter(({ id }) => id !== "");
}

/** The same of a flag as the table has it; a deleted one depends on nothing. */
export function edgesOfRecord(record: FlagRecord | undefined): readonly Edge[] {
  const dependencies = own(record, "dependencies");
  if (!Array.isArray(dependencies) || own(record, "deleted") === true) return [];
  return dependencies.slice(0, FOLLOWED).flatMap((dependency: unknown) => {
    const id = own(dependency, "flag_id");
    const variant = own(dependency, "variant");
    return typeof id === "string" && id !== "" ? [{ id, variant: typeof variant === "string" ? variant : "" }] : [];
  });
}

/** Whether every flag that a subject depends on directly, and that exists, is as asked. */
export function everyKnown(
  subject: Subject,
  keeps: (record: FlagRecord, variant: string, id: string) => boolean,
): boolean {
  if (subject.dependencyIds.length === 0) return true;
  return edgesOf(subject).every(({ id, variant }) => {
    const record = subject.context.known.get(id);
    return record === undefined || keeps(record, variant, id);
  });
}

/**
 * The flags that a subject depends on in rounds: those of the first directly, those of the second over one of these, and so on.
 * Each flag is in the first round that reaches it; the subject's own id is in none.
 */
export function rounds(subject: Subject): readonly (readonly string[])[] {
  const seen = new Set([subject.flagId]);
  const found: string[][] = [];
  let edges = edgesOf(subject);
  while (edges.length > 0) {
    const round: string[] = [];
    for (const { id } of edges) {
      if (seen.has(id)) continue;
      seen.add(id);
      round.push(id);
    }
    if (round.length > 0) found.push(round);
    edges = round.flatMap((id) => edgesOfRecord(subject.context.known.get(id)));
  }
  return found;
}

/** Flags of the rounds from the given one on that depend on the subject themselves. */
export function leadsBack(subject: Subject, fromRound: number, toRound = Number.POSITIVE_INFINITY): boolean {
  return rounds(subject)
    .slice(fromRound, toRound)
    .flat()
    .some((id) => edgesOfRecord(subject.context.known.get(id)).some((edge) => edge.id === subject.flagId));
}

/** Whether flags that a subject depends on depend on each other in a circle that the subject is no part of. */
export function circlesBeyond(subject: Subject): boolean {
  const { known } = subject.context;
  const ids = rounds(subject).flat();
  const edges = new Map(ids.map((id) => [id, edgesOfRecord(known.get(id))]));
  // A flag is settled once all it depends on is. What cannot be settled is in a circle, or depends on one.
  const unsettled = new Set(ids);
  for (let before = -1; before !== unsettled.size; ) {
    before = unsettled.size;
    for (const id of unsettled) {
      if (edges.get(id)?.every((edge) => !unsettled.has(edge.id))) unsettled.delete(id);
    }
  }
  return unsettled.size > 0;
}
