import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { UserError } from "../../modules/errors";
import { type RunResult, run } from "./run";
import { errorsInText, type ResourceProgress, TerraformEvents } from "./terraform-events";

export interface TerraformOptions {
  /** Such as `terraform` or `tofu`. */
  readonly command: string;
  /** The folder with cdk.tf.json; its state lies there too. */
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  /** All that Terraform prints is appended to this file. */
  readonly log: string;
  /** Aborting it interrupts Terraform. */
  readonly signal: AbortSignal;
  /** How long an interrupted Terraform may take to save its state. @default 3000 */
  readonly graceMs?: number;
}

type OnProgress = (progress: ResourceProgress) => void;

/** The provider waits 25 s for each queue, whatever answers: all that can wait at once does. */
const PARALLELISM = "-parallelism=200";
const OUTPUT_LIMIT = 64 * 1024 * 1024;

/** Terraform (or OpenTofu) in one stack's folder. */
export class Terraform {
  constructor(private readonly options: TerraformOptions) {}

  async init(): Promise<void> {
    const { exitCode, errors } = await this.run(["init", "-input=false", "-no-color"]);
    if (exitCode !== 0) {
      throw this.failure(
        "init",
        errorsInText(errors),
        "Where the registry cannot be reached, unpack a provider mirror and name it in TF_PROVIDER_MIRROR.",
      );
    }
  }

  async apply(onProgress?: OnProgress): Promise<void> {
    await this.change("apply", onProgress);
  }

  async destroy(onProgress?: OnProgress): Promise<void> {
    await this.change("destroy", onProgress);
  }

  /** @returns what an apply would change, such as `aws_sqs_queue.events (update)`; empty where it would change nothing. */
  async plan(): Promise<readonly string[]> {
    const events = new TerraformEvents();
    const args = ["plan", "-input=false", "-json", "-detailed-exitcode", PARALLELISM];
    const { exitCode } = await this.run(args, (line) => events.read(line));
    if (exitCode !== 0 && exitCode !== 2) throw this.failure("plan", events.errors);
    return events.planned;
  }

  /** Values of the stack's outputs, by name. */
  async output(): Promise<Readonly<Record<string, unknown>>> {
    const { command, folder, env, signal } = this.options;
    const { stdout } = await promisify(execFile)(command, ["output", "-json"], {
      cwd: folder,
      env,
      signal,
      maxBuffer: OUTPUT_LIMIT,
    });
    const outputs = JSON.parse(stdout) as Record<string, { value: unknown }>;
    return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
  }

  private async change(command: "apply" | "destroy", onProgress?: OnProgress): Promise<void> {
    const events = new TerraformEvents();
    const { exitCode } = await this.run([command, "-input=false", "-auto-approve", "-json", PARALLELISM], (line) => {
      events.read(line);
      onProgress?.(events.progress);
    });
    if (exitCode !== 0) throw this.failure(command, events.errors);
  }

  private run(args: readonly string[], onLine?: (line: string) => void): Promise<RunResult> {
    const { command, folder, env, log, signal, graceMs } = this.options;
    return run(command, args, {
      cwd: folder,
      env,
      log,
      signal,
      ...(graceMs !== undefined && { graceMs }),
      ...(onLine && { onLine }),
    });
  }

  private failure(command: string, errors: readonly string[], remedy?: string): UserError {
    const { command: binary, log } = this.options;
    const [first = "it gave no reason", ...rest] = errors;
    const more = rest.length > 0 ? ` (and ${rest.length} more)` : "";
    return new UserError(
      [`${binary} ${command} failed: ${first}${more}`, remedy, `The full log is ${log}.`].filter(Boolean).join("\n"),
    );
  }
}
