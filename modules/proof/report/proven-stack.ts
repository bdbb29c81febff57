import type { Proof } from "../proof";

/** A proof with the name and the file of what was proven. */
export interface ProvenStack {
  /** `serverless-app`. */
  readonly name: string;
  /** Where the Terraform JSON lies, relative to where the reader is, with slashes. */
  readonly file: string;
  /** The text of that file, in which a report finds the line of a block. */
  readonly text: string;
  readonly proof: Proof;
}
