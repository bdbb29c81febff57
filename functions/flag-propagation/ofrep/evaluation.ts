import { ErrorCode, type FlagMetadata, type JsonValue } from "@openfeature/core";
import type { FlagResolution } from "../evaluation/resolution";

/** A flag that resolved. Without a value, the caller's own default is meant: the flag is disabled. */
export interface EvaluationSuccess {
  readonly key: string;
  readonly value?: JsonValue;
  readonly variant?: string;
  readonly reason: string;
  readonly metadata: FlagMetadata;
}

export interface EvaluationFailure {
  readonly key: string;
  readonly errorCode: string;
  readonly errorDetails?: string;
  readonly metadata: FlagMetadata;
}

/** How the protocol writes what a flag resolved to. */
export function evaluationOf(
  key: string,
  resolution: FlagResolution,
  staleness: FlagMetadata,
): EvaluationSuccess | EvaluationFailure {
  const { value, variant, reason, errorCode, errorMessage, flagMetadata } = resolution;
  const metadata = { ...flagMetadata, ...staleness };
  if (errorCode !== undefined) {
    return { key, errorCode, ...(errorMessage !== undefined && { errorDetails: errorMessage }), metadata };
  }
  return { key, reason, ...(value !== undefined && { value, ...(variant !== undefined && { variant }) }), metadata };
}

/** 400 for a flag that cannot be evaluated, whoever is at fault: the protocol has no other status for these codes. */
export function statusOf(evaluation: EvaluationSuccess | EvaluationFailure): 200 | 400 | 404 {
  if (!("errorCode" in evaluation)) return 200;
  return evaluation.errorCode === ErrorCode.FLAG_NOT_FOUND ? 404 : 400;
}
