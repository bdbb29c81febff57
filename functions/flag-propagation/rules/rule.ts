import type { Subject } from "./subject";

/** A business rule: data with the code that decides it. */
export interface Rule {
  /** The category and a number, such as `TARGET-07`; never given to another rule. */
  readonly id: string;
  /** A change that breaks a critical rule is not propagated. Advisory rules never hold up or refuse one. */
  readonly severity: "critical" | "advisory";
  /** What holds, in one sentence. */
  readonly sentence: string;
  /** Whether the subject keeps the rule. Decides whatever it is given, and never throws. */
  readonly holds: (subject: Subject) => boolean;
}
