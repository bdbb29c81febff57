import { UserError } from "./errors";

/**
 * Where one tree goes: `aws` is deployed (S3 backend), `local` is applied to an emulator on loopback (local state),
 * `module` is called from somebody else's HCL (no backend, no provider block).
 */
export const TARGETS = ["aws", "local", "module"] as const;
export type Target = (typeof TARGETS)[number];

/** The only thing synth reads from its environment. */
export const TARGET_VARIABLE = "PLUMBLINE_TARGET";

/** @returns the target that `PLUMBLINE_TARGET` names, `aws` when it is unset or empty. */
export function targetFromEnvironment(env: NodeJS.ProcessEnv = process.env): Target {
  const value = env[TARGET_VARIABLE] || "aws";
  const target = TARGETS.find((candidate) => candidate === value);
  if (target === undefined) {
    throw new UserError(
      `${TARGET_VARIABLE} is '${value}', which is no target. Set it to one of ${TARGETS.join(", ")}, or leave it unset for aws.`,
    );
  }
  return target;
}
