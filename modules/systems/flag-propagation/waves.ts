import { Token } from "cdktf";
import { Variable } from "../../constructs/variable";
import type { SystemStack } from "../system-stack";

/** What an execution may take without a release, in seconds. */
const EXECUTION_SECONDS = 1_800;

/** What a wave may take beside its bake time, in seconds: the looks at the services, those that only lag, retries. */
const WAVE_SECONDS = 900;

/** It is looked so often whether a wave may go on, but not more than once a minute: an execution has 25,000 events. */
const LOOKS_OF_A_WAVE = 150;

/** How releases go, as Terraform expressions. */
export interface ReleaseWaves {
  /** The shares as a JSON list; `[]` for none. */
  readonly shares: string;
  readonly bakeMinutes: string;
  /** Name of the alarm that is watched; empty for none. */
  readonly alarm: string;
  /** Seconds. */
  readonly lookSeconds: number;
  /** What an execution may take, all waves included. */
  readonly executionSeconds: number;
}

/** Guarded releases, off unless waves are given: a version goes to a growing share of the services. */
export function releaseWaves(stack: SystemStack): ReleaseWaves {
  new Variable(stack, "release_waves", {
    type: "list(number)",
    description:
      "Shares of the services that a version goes to before it goes to all, in percent, such as [5, 25]; none: every version goes to all services at once. SNS may take 15 minutes to follow a change from or to none: until then, a version may go to all at once.",
    default: [],
    validation: [
      {
        condition:
          "length(var.release_waves) <= 10 && length([for index, wave in var.release_waves : wave if wave < 1 || wave > 99 || floor(wave) != wave || wave <= (index == 0 ? 0 : var.release_waves[max(index - 1, 0)])]) == 0",
        errorMessage: "The release_waves must be at most 10 whole numbers from 1 to 99 that rise, such as [5, 25].",
      },
    ],
  });
  new Variable(stack, "release_bake_minutes", {
    type: "number",
    description: "How long a share of the services has a version before the next share gets it, in minutes.",
    default: 10,
    validation: [
      {
        condition:
          "var.release_bake_minutes >= 1 && var.release_bake_minutes <= 1440 && floor(var.release_bake_minutes) == var.release_bake_minutes",
        errorMessage: "The release_bake_minutes must be a whole number from 1 to 1440.",
      },
    ],
  });
  new Variable(stack, "release_alarm", {
    type: "string",
    description:
      "Name of a CloudWatch metric alarm of this account and Region that has to be OK all the while a version is released in waves; else the version is rolled back. Empty: none is watched.",
    default: "",
    validation: [
      {
        // It stands in the ARN of a permission, where these would let more than one alarm in.
        condition: 'length(var.release_alarm) <= 255 && !can(regex("[*?$]", var.release_alarm))',
        errorMessage: "The release_alarm must be a name of at most 255 characters without *, ? and $, or empty.",
      },
    ],
  });
  return {
    shares: "${jsonencode(var.release_waves)}",
    bakeMinutes: "${tostring(var.release_bake_minutes)}",
    alarm: "${var.release_alarm}",
    lookSeconds: Token.asNumber(`\${max(60, ceil(var.release_bake_minutes * 60 / ${LOOKS_OF_A_WAVE}))}`),
    executionSeconds: Token.asNumber(
      `\${${EXECUTION_SECONDS} + length(var.release_waves) * (var.release_bake_minutes * 60 + ${WAVE_SECONDS})}`,
    ),
  };
}

/** Terraform expression: service → its slot (functions/flag-propagation/release/share.ts). */
export function serviceSlots(count: string): `\${${string}}` {
  return `\${{ for number in range(1, ${count} + 1) : format("service-%04d", number) => floor((number - 1) * 100 / ${count}) + 1 }}`;
}

/**
 * Terraform expression of the filter policy of `each.key`: its flags where service_flags names it, and where there are
 * waves, what is published with its slot or more. Null takes every message.
 */
export const FILTER_POLICY =
  '${contains(keys(var.service_flags), each.key) || length(var.release_waves) > 0 ? jsonencode({ for attribute, accepted in { flag = lookup(var.service_flags, each.key, []), share = length(var.release_waves) > 0 ? [{ numeric = [">=", local.service_slots[each.key]] }] : [] } : attribute => accepted if length(accepted) > 0 }) : null}';
