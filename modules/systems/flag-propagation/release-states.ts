import type { State } from "../../constructs/asl";
import { invoke } from "./propagation-tasks";
import { page, type RollbackStatesProps, rollbackStates } from "./rollback-states";

/** What the release function may take, in seconds. */
const RELEASE_BUDGET = 20;

interface ReleaseProps extends Pick<RollbackStatesProps, "rollback" | "announcements"> {
  /** ARN of the release function's alias. */
  readonly release: string;
}

/** What a halted release is rolled back with: nobody disagrees, and the release function says why. */
const HALTED = {
  "flag_id.$": "$.release.result.flag_id",
  "version.$": "$.release.result.version",
  disagreements: [],
  "reason.$": "$.release.result.reason",
};

/**
 * A share of the services has the version, and agrees: look again and again whether it may go on, until the release
 * function has published it to the next share, which is then compared like the one before.
 */
export function releaseStates(props: ReleaseProps & { readonly lookSeconds: number }): Record<string, State> {
  const { release, lookSeconds } = props;
  return {
    Bake: { Type: "Wait", Seconds: lookSeconds, Next: "Release" },
    Release: {
      ...invoke(
        release,
        {
          "flag_id.$": "$.check.result.flag_id",
          "version.$": "$.check.result.version",
          "share.$": "$.check.result.share",
        },
        RELEASE_BUDGET,
      ),
      ResultPath: "$.release",
      Next: "ReleaseOutcome",
    },
    ReleaseOutcome: {
      Type: "Choice",
      Choices: [
        { Variable: "$.release.result.outcome", StringEquals: "baking", Next: "Bake" },
        { Variable: "$.release.result.outcome", StringEquals: "released", Next: "WaitForPropagation" },
        { Variable: "$.release.result.outcome", StringEquals: "halted", Next: "HaltedRollback" },
      ],
      Default: "Done",
    },
    ...rollbackStates({
      ...props,
      prefix: "Halted",
      payload: HALTED,
      after: { Next: "ScanLogs" },
      helpless: (name, error, cause) => ({ [name]: { Type: "Fail", Error: error, Cause: cause } }),
    }),
  };
}

/** Releases whose execution is gone: a sweep takes each to its next share. One that fails keeps no other from it. */
export function releaseEach(props: ReleaseProps & { readonly pages: string }): State {
  const { release, pages } = props;
  return {
    Type: "Map",
    ItemsPath: "$.sweep.result.stalled",
    MaxConcurrency: 5,
    ItemProcessor: {
      ProcessorConfig: { Mode: "INLINE" },
      StartAt: "StalledRelease",
      States: {
        StalledRelease: {
          ...invoke(
            release,
            { "flag_id.$": "$.flag_id", "version.$": "$.version", "share.$": "$.share" },
            RELEASE_BUDGET,
            "StalledReleaseFailed",
          ),
          ResultPath: "$.release",
          Next: "StalledReleaseOutcome",
        },
        StalledReleaseOutcome: {
          Type: "Choice",
          Choices: [{ Variable: "$.release.result.outcome", StringEquals: "halted", Next: "StalledRollback" }],
          Default: "StalledNothingToRollBack",
        },
        StalledReleaseFailed: page(pages, "ReleaseFailed", "StalledNothingToRollBack"),
        ...rollbackStates({
          ...props,
          prefix: "Stalled",
          payload: HALTED,
          after: { End: true },
          helpless: (name, error) => ({ [name]: page(pages, error, "StalledNothingToRollBack") }),
        }),
      },
    },
    ResultPath: null,
    Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: "$.error", Next: "Failed" }],
    Next: "Done",
  };
}
