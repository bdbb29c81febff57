import { type FlagChange, flagChange } from "../flag/flag-change";

/** A message as what it says, or why it will never be readable, however often it is delivered. */
export type Reading = { readonly change: FlagChange } | { readonly reason: string };

/** Faults of one message that are told; a hostile one may have thousands. */
const FAULTS_TOLD = 5;

/** @param environment the deployment's own, such as `dev` */
export function readMessage(body: string, environment: string): Reading {
  let message: unknown;
  try {
    message = JSON.parse(body);
  } catch (error) {
    return { reason: `not-json: ${error instanceof Error ? error.message : error}` };
  }
  // The one of the two forms that it means to be tells best what is wrong with it.
  const [live, deleted] = flagChange.options;
  const form = typeof message === "object" && message !== null && "deleted" in message ? deleted : live;
  const parsed = form.safeParse(message);
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => `'${path.join(".")}': ${message}`);
    return { reason: `not-a-change: at ${faults.slice(0, FAULTS_TOLD).join("; ")}` };
  }
  if (parsed.data.environment !== environment) {
    return { reason: `wrong-environment: of '${parsed.data.environment}', this is '${environment}'` };
  }
  return { change: parsed.data };
}
