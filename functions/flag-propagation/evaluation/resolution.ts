import type { ErrorCode, FlagMetadata, JsonValue } from "@openfeature/core";

/** What a flag resolves to for a context, before anybody asks for it as a type. */
export interface FlagResolution {
  /** Absent where the caller's own default is to be used: with an errorCode, and for a disabled flag. */
  readonly value?: JsonValue;
  /** Name of the value. */
  readonly variant?: string;
  /** STATIC, TARGETING_MATCH, DEFAULT, DISABLED or ERROR. */
  readonly reason: string;
  /** The service, what the flag's own metadata says, and the flag's version. */
  readonly flagMetadata: FlagMetadata;
  readonly errorCode?: ErrorCode;
  readonly errorMessage?: string;
}
