import { type Principal, type Resource, unknown } from "../model";
import { text } from "./attributes";
import type { View } from "./view";

/** @returns the role that a function runs under. */
export function roleOf(view: View, fn: Resource | undefined, otherwise: string): Principal {
  return view.role(text(fn?.attributes, "role") ?? unknown(`role of ${otherwise}`));
}
