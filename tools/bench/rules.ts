import { flagVersion } from "../../functions/flag-propagation/flag/flag-version";
import { brokenAdvisory, brokenCritical } from "../../functions/flag-propagation/rules/evaluate";
import { subjectOf } from "../../functions/flag-propagation/rules/read-subject";
import type { Rule } from "../../functions/flag-propagation/rules/rule";
import { ADVISORY_RULES, CRITICAL_RULES, RULES } from "../../functions/flag-propagation/rules/rules";
import type { RuleContext, Subject } from "../../functions/flag-propagation/rules/subject";
import { checkBounds, printTable } from "./report";
import { type FlagWrite, flagWrites } from "./rules-fixtures";

/** Many and short: what else the machine does then falls on all alike. */
const ROUNDS = 200;
const WARM_UP_ROUNDS = 40;
const WRITES_A_ROUND = 100;

/** A quiet run keeps 50 µs; the bound leaves room for a machine that others use as well. Microseconds. */
const QUIET_P99 = 50;
const MAX_P99 = 150;

type Decide = (write: FlagWrite, context: RuleContext) => readonly unknown[];

/**
 * A record through all rules with every failure reported, from the record as it was parsed to the broken rules: by the
 * engine, by fused code and by zod, in turns over the same records.
 *
 * Fused code is one function a severity, generated from the rules: a statement a rule, in which the rule's decision is
 * called by a name of its own. There is no list, no loop and no call whose target V8 cannot know, so that it inlines
 * what its budget allows. The decisions themselves are the same functions, and the record is read by the same code: what
 * is measured is what the engine costs on top of the rules, not whether the rules could be written faster.
 *
 * zod is the schema of a flag's version with a refinement a rule, each with its id as the message. The record is read
 * for the rules once, not once a refinement. A record that breaks the schema is left to no refinement by zod, so that
 * it has less to do for those.
 */
export async function benchRules(): Promise<readonly string[]> {
  const writes = flagWrites(WRITES_A_ROUND);
  const subjects: Readonly<Record<"engine" | "fused" | "zod", Decide>> = {
    engine: decideByEngine,
    fused: fusedDecision(),
    zod: zodDecision(),
  };
  checkAlike(subjects.engine, subjects.fused, writes);

  const times = measure(subjects, writes);
  const engine = percentiles(times.engine);
  const fused = percentiles(times.fused);
  const zod = percentiles(times.zod);
  printTable(
    `A record through ${RULES.length} rules, microseconds: ${ROUNDS} interleaved rounds of ${WRITES_A_ROUND} records`,
    ["", "p50", "p99", "p50 / fused"],
    Object.entries({ engine, fused, zod }).map(([name, { p50, p99 }]) => [
      name,
      p50.toFixed(1),
      p99.toFixed(1),
      (p50 / fused.p50).toFixed(2),
    ]),
  );
  const quiet = engine.p99 <= QUIET_P99 ? "kept" : "not kept in this run";
  console.log(`\nIn a quiet run p99 is at most ${QUIET_P99} µs: ${quiet}.`);
  return checkBounds([
    { what: "p50 of the engine / fused code", value: engine.p50 / fused.p50, limit: 1.2 },
    { what: "p50 of the engine / zod", value: engine.p50 / zod.p50, limit: 0.25 },
    { what: "p99 of the engine, microseconds", value: engine.p99, limit: MAX_P99 },
  ]);
}

function decideByEngine({ record, previous }: FlagWrite, context: RuleContext): readonly unknown[] {
  const subject = subjectOf(record, context, previous);
  return [...brokenCritical(subject), ...brokenAdvisory(subject)];
}

function fusedDecision(): Decide {
  const critical = fuse(CRITICAL_RULES);
  const advisory = fuse(ADVISORY_RULES);
  return ({ record, previous }, context) => {
    const subject = subjectOf(record, context, previous);
    return [...critical(subject), ...advisory(subject)];
  };
}

/** One function that decides the rules in order, without a loop. */
function fuse(rules: readonly Rule[]): (subject: Subject) => readonly Rule[] {
  const names = rules.map((_, index) => `const rule${index} = rules[${index}], holds${index} = rule${index}.holds;`);
  const checks = rules.map((_, index) => `if (!holds${index}(subject)) broken.push(rule${index});`);
  const source = `${names.join("\n")}
    return function fused(subject) { const broken = []; ${checks.join("\n")} return broken; };`;
  return new Function("rules", source)(rules);
}

function zodDecision(): Decide {
  let context: RuleContext;
  let previous: FlagWrite["previous"];
  let subject: Subject | undefined;
  const schema = RULES.reduce(
    (refined: typeof flagVersion, { id, holds }) =>
      refined.refine(
        (version) => {
          subject ??= subjectOf(version, context, previous);
          return holds(subject);
        },
        { message: id },
      ),
    flagVersion,
  );
  return (write, given) => {
    context = given;
    previous = write.previous;
    subject = undefined;
    return schema.safeParse(write.record).error?.issues ?? [];
  };
}

/** A ratio says nothing when the two do not decide alike. */
function checkAlike(one: Decide, other: Decide, writes: readonly FlagWrite[]): void {
  for (const write of writes) {
    const [left, right] = [one(write, write.context), other(write, write.context)];
    if (left.length !== right.length || left.some((rule, index) => rule !== right[index])) {
      throw new Error(`Expected the engine and fused code to find the same of ${JSON.stringify(write.record)}.`);
    }
  }
}

/** The subjects in turn, each round in another order; microseconds of each record. */
function measure<Name extends string>(
  subjects: Readonly<Record<Name, Decide>>,
  writes: readonly FlagWrite[],
): Record<Name, number[]> {
  const names = Object.keys(subjects) as Name[];
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round++) {
    for (let turn = 0; turn < names.length; turn++) {
      const name = names[(round + turn) % names.length] as Name;
      const decide = subjects[name];
      for (const write of writes) {
        const started = performance.now();
        decide(write, write.context);
        const took = (performance.now() - started) * 1000;
        if (round >= WARM_UP_ROUNDS) times[name].push(took);
      }
    }
  }
  return times;
}

function percentiles(values: readonly number[]): { p50: number; p99: number } {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
  return { p50: at(0.5), p99: at(0.99) };
}
