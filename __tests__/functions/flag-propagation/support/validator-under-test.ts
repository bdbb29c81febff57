import type { FlagChange } from "../../../../functions/flag-propagation/flag/flag-change";
import type { Verdict } from "../../../../functions/flag-propagation/flag/verdict";
import { EXAMPLE_ENVIRONMENT, EXAMPLE_NOW } from "../../../../functions/flag-propagation/rules/example";
import type { ValidatorPorts } from "../../../../functions/flag-propagation/validator/ports";
import type { StreamRecord } from "../../../../functions/flag-propagation/validator/stream-record";
import { validateBatch } from "../../../../functions/flag-propagation/validator/validate-batch";
import type { FlagRecord } from "./flag-stream-record";
import { MemoryVerdicts } from "./memory-verdicts";

interface Parts extends Partial<Pick<ValidatorPorts, "changes" | "rejections" | "flags" | "now" | "waves">> {
  readonly verdicts?: MemoryVerdicts;
  /** Current records of other flags. @default none */
  readonly known?: readonly FlagRecord[];
}

interface Line {
  readonly level: string;
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/** The validator over ports in memory, which tell what it did, in the order it did it. */
export function validatorUnderTest(parts: Parts = {}) {
  const published: FlagChange[] = [];
  /** Of what was published, in that order. */
  const shares: number[] = [];
  const announced: Verdict[] = [];
  const asked: (readonly string[])[] = [];
  const counted = new Map<string, number>();
  const lines: Line[] = [];
  const steps: string[] = [];
  const verdicts = parts.verdicts ?? new MemoryVerdicts();
  const flags = new Map((parts.known ?? []).map((record) => [String(record.flag_id), record]));
  const ports: ValidatorPorts = {
    verdicts: {
      find: (keys) => verdicts.find(keys),
      decide: async (verdict) => {
        const standing = await verdicts.decide(verdict);
        steps.push(`decide ${verdict.version}`);
        return standing;
      },
      keep: async (verdict) => {
        await verdicts.keep(verdict);
        steps.push(`keep ${verdict.version}`);
      },
    },
    flags: parts.flags ?? {
      current: async (ids) => {
        asked.push(ids);
        return new Map(
          ids.flatMap((id) => {
            const record = flags.get(id);
            return record === undefined ? [] : [[id, record]];
          }),
        );
      },
    },
    changes: parts.changes ?? {
      publish: async (publications) => {
        published.push(...publications.map(({ change }) => change));
        shares.push(...publications.map(({ share }) => share));
        steps.push(`publish ${publications.map(({ change }) => change.version).join(" ")}`);
        return publications.map(() => undefined);
      },
    },
    rejections: parts.rejections ?? {
      announce: async (verdict) => {
        announced.push(verdict);
        steps.push(`announce ${verdict.version}`);
      },
    },
    environment: EXAMPLE_ENVIRONMENT,
    waves: parts.waves ?? [],
    count: (metric, value) => counted.set(metric, (counted.get(metric) ?? 0) + value),
    log: (level, message, details) => lines.push({ level, message, details }),
    now: parts.now ?? (() => EXAMPLE_NOW),
  };
  const validate = async (...records: readonly StreamRecord[]) =>
    (await validateBatch(records, ports)).batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  return { validate, ports, published, shares, announced, asked, counted, lines, steps, verdicts };
}
