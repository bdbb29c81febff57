import { UserError } from "../errors";
import type { Attributes } from "../guardrails/terraform-json";
import type { Reading } from "./world";

export function readPlan(_json: Attributes): Reading {
  throw new UserError("not yet");
}
