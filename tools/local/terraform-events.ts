/** How far an apply or a destroy has come. */
export interface ResourceProgress {
  readonly done: number;
  readonly total: number;
  /** Address of the resource that has been worked on longest. */
  readonly waitingFor: string | undefined;
}

interface Diagnostic {
  readonly severity: "error" | "warning";
  readonly summary: string;
  readonly detail?: string;
  readonly address?: string;
}

interface TerraformEvent {
  readonly type: string;
  readonly hook?: { readonly action: string; readonly resource: { readonly addr: string } };
  readonly changes?: {
    readonly add: number;
    readonly change: number;
    readonly remove: number;
    readonly operation: string;
  };
  readonly change?: { readonly resource: { readonly addr: string }; readonly action: string };
  readonly diagnostic?: Diagnostic;
}

/** Follows the lines that `terraform … -json` prints. */
export class TerraformEvents {
  readonly errors: string[] = [];
  /** What a plan would change, such as `aws_sqs_queue.events (update)`. */
  readonly planned: string[] = [];
  private readonly underWay = new Set<string>();
  private done = 0;
  private total = 0;

  read(line: string): void {
    const event = parse(line);
    if (event?.type === "diagnostic" && event.diagnostic?.severity === "error") {
      this.errors.push(describe(event.diagnostic));
    }
    if (event?.type === "planned_change" && event.change) {
      this.planned.push(`${event.change.resource.addr} (${event.change.action})`);
    }
    if (event?.type === "change_summary" && event.changes?.operation === "plan") {
      this.total = event.changes.add + event.changes.change + event.changes.remove;
    }
    // Data sources are read on the way and are not in the plan's sum.
    if (event?.hook === undefined || event.hook.action === "read") return;
    const address = event.hook.resource.addr;
    if (event.type === "apply_start") this.underWay.add(address);
    if (event.type === "apply_complete" || event.type === "apply_errored") this.underWay.delete(address);
    if (event.type === "apply_complete") this.done += 1;
  }

  get progress(): ResourceProgress {
    const [waitingFor] = this.underWay;
    return { done: this.done, total: this.total, waitingFor };
  }
}

/** A line of generated JSON, which helps nobody. */
const WHERE_CHECKED = /This was checked by the validation rule at \S+\./;

/** What Terraform says of an error, in one line. */
function describe({ summary, detail, address }: Diagnostic): string {
  const text = [summary, detail?.replace(WHERE_CHECKED, "")].filter(Boolean).join(": ").replace(/\s+/g, " ").trim();
  return address ? `${address}: ${text}` : text;
}

/** The errors that Terraform prints where it knows no `-json`, without their frames. */
export function errorsInText(text: string): string[] {
  const plain = text.replaceAll(/^[╷│╵] ?/gm, "");
  return plain
    .split(/^Error: /m)
    .slice(1)
    .map((error) => error.replace(/\s+/g, " ").trim());
}

function parse(line: string): TerraformEvent | undefined {
  try {
    return JSON.parse(line) as TerraformEvent;
  } catch {
    return undefined;
  }
}
