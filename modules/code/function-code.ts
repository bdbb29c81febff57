import { UserError } from "../errors";

/** One function's zip, made at synth time from functions/<entry>/handler.ts. */
export interface FunctionBundle {
  /** `<system>/<function>`, the folder under functions/. */
  readonly entry: string;
  /** Absolute path of the zip. */
  readonly zip: string;
  /** Hex SHA-256 of the zip's bytes. */
  readonly sha256: string;
  /** Size of the zip, in bytes. */
  readonly bytes: number;
  /** What the Lambda resource names as `handler`: file and export inside the zip. */
  readonly handler: string;
}

/** The zips of all functions, by entry. */
export class FunctionCode {
  constructor(private readonly bundles: ReadonlyMap<string, FunctionBundle>) {}

  /** @throws UserError naming the missing file when no such function was built. */
  bundle(entry: string): FunctionBundle {
    const bundle = this.bundles.get(entry);
    if (bundle === undefined) {
      const known = [...this.bundles.keys()].sort().join(", ") || "none";
      throw new UserError(
        `functions/${entry}/handler.ts does not exist. Create it and export 'handler', or use one of: ${known}.`,
      );
    }
    return bundle;
  }

  get entries(): readonly string[] {
    return [...this.bundles.keys()].sort();
  }
}
