import { cp } from "node:fs/promises";
import { join } from "node:path";
import type { StartOptions } from "./arguments";
import type { Display } from "./display";
import { attachEmulator, type Emulator, startEmulator } from "./emulator";
import { emulatorRuntime } from "./emulator-runtime";
import { synthLocal } from "./synth";
import { type StepResult, travel } from "./systems/journey";
import type { RunningService, Service } from "./systems/service";
import type { LocalSystem } from "./systems/system";
import type { Teardown } from "./teardown";
import { Terraform } from "./terraform";
import { findTerraform } from "./terraform-binary";
import { terraformEnvironment } from "./terraform-environment";
import type { ResourceProgress } from "./terraform-events";

/** An emulator of our own is thrown away with its state; in somebody else's, an interrupted apply has to be undone. */
const ATTACHED_GRACE_MS = 60_000;

export interface SessionOptions {
  /** Where everything that this run makes lies. */
  readonly folder: string;
  readonly start: StartOptions;
  readonly systems: readonly LocalSystem[];
  readonly display: Display;
  /** Aborting it ends what is under way; a part that fails aborts it too. */
  readonly controller: AbortController;
  readonly teardown: Teardown;
  /** Aborting it ends the teardown of what was applied to somebody else's emulator. */
  readonly hurry: AbortSignal;
}

export interface Session {
  readonly emulator: Emulator;
  /** Heads of the process groups of the services beside it. */
  readonly servicePids: readonly number[];
  readonly environment: NodeJS.ProcessEnv;
  /** What the systems' own tools read in another shell. */
  readonly shellVariables: Readonly<Record<string, string>>;
  readonly results: readonly StepResult[];
}

/** Applies the systems to an emulator and sends one real thing through each. */
export async function runSession(options: SessionOptions): Promise<Session> {
  const { folder, display, controller, systems } = options;
  const { signal } = controller;
  const binary = await findTerraform();
  const base = await terraformEnvironment(binary, folder, (line) => display.note(line));

  const synthesized = join(folder, "synthesized");
  const [{ emulator, services, variables }] = await together(controller, [
    emulatorWithServices(options),
    display.work("Synthesize", () => synthLocal({ folder: synthesized, log: join(folder, "synth.log"), signal })),
  ]);
  const environment = {
    ...base,
    TF_VAR_aws_endpoint: emulator.endpoint,
    ...variables,
  };

  const stacks = systems.map(({ name }) => {
    const log = join(folder, `${name}.log`);
    const graceMs = options.start.endpoint === undefined ? 0 : ATTACHED_GRACE_MS;
    const stack = { command: binary.command, folder: join(folder, name), env: environment, log, graceMs };
    return {
      name,
      source: join(synthesized, "stacks", name),
      folder: stack.folder,
      terraform: new Terraform({ ...stack, signal }),
      undo: new Terraform({ ...stack, signal: options.hurry }),
    };
  });
  await display.work("Terraform init", async () => {
    // One after another: the plugin cache is not made for two at a time.
    for (const { source, folder: target, terraform } of stacks) {
      await cp(source, target, { recursive: true });
      await terraform.init();
    }
  });
  await together(
    controller,
    stacks.map((stack) => apply(stack, options)),
  );

  const results: StepResult[] = [];
  const shellVariables: Record<string, string> = {};
  for (const [index, system] of systems.entries()) {
    const outputs = (await stacks[index]?.terraform.output()) ?? {};
    const context = {
      emulator,
      signal,
      unavailable: reasonsOf(services),
      output: (name: string) => String(outputs[name] ?? missing(system, name)),
    };
    Object.assign(shellVariables, system.shellVariables?.(context));
    const steps = system.journey(context);
    results.push(
      ...(await display.work(`${system.name}: journey`, (detail) => travel(system.name, steps, signal, detail))),
    );
  }
  const servicePids = services.flatMap(({ service }) => service.pid ?? []);
  return { emulator, servicePids, environment, shellVariables, results };
}

/** The services come first: the emulator is told where they are. */
async function emulatorWithServices(options: SessionOptions) {
  const services = await startServices(options);
  const running = services.map(({ service }) => service);
  const environment = Object.assign({}, ...running.map(({ emulatorEnvironment }) => emulatorEnvironment));
  const variables = running.flatMap((service) => Object.entries(service.variables));
  return {
    emulator: await emulatorFor(options, environment),
    services,
    variables: Object.fromEntries(variables.map(([name, value]) => [`TF_VAR_${name}`, value])),
  };
}

async function emulatorFor(options: SessionOptions, environment: Readonly<Record<string, string>>): Promise<Emulator> {
  const { start, folder, display, controller, teardown } = options;
  const { endpoint, port, afterwards } = start;
  if (endpoint !== undefined) return display.work(`Reach ${endpoint}`, () => attachEmulator(endpoint));
  const { signal } = controller;
  const runtime = await emulatorRuntime({ signal, note: (line) => display.note(line) });
  const emulator = await display.work("Start the emulator", () =>
    startEmulator({
      folder: join(folder, "emulator"),
      runtime,
      environment,
      outlive: afterwards === "keep",
      signal,
      ...(port !== undefined && { port }),
    }),
  );
  teardown.add(() => emulator.stop());
  emulator.onCrash((error) => controller.abort(error));
  return emulator;
}

interface NamedService {
  readonly name: string;
  readonly service: RunningService;
}

/** Side by side: some take seconds. */
async function startServices(options: SessionOptions): Promise<readonly NamedService[]> {
  const { systems, folder, start, display, controller, teardown } = options;
  const outlive = start.afterwards === "keep";
  const note = (line: string) => display.note(line);
  const startOne = async (service: Service) => {
    const { name } = service;
    const running = await display.work(`Start ${name}`, () =>
      service.start({ folder: join(folder, name), signal: controller.signal, outlive, note }),
    );
    teardown.add(() => running.stop());
    return { name, service: running };
  };
  return together(controller, [...new Set(systems.flatMap(({ services }) => services))].map(startOne));
}

/** Why this machine does without a service, by the services' names. */
function reasonsOf(services: readonly NamedService[]): ReadonlyMap<string, string> {
  const reasons = new Map<string, string>();
  for (const { name, service } of services) {
    if (service.unavailable !== undefined) reasons.set(name, service.unavailable);
  }
  return reasons;
}

interface Stack {
  readonly name: string;
  readonly terraform: Terraform;
  readonly undo: Terraform;
}

async function apply({ name, terraform, undo }: Stack, { start, display, teardown }: SessionOptions): Promise<void> {
  if (start.endpoint !== undefined) {
    teardown.add(() => display.work(`${name}: terraform destroy`, () => undo.destroy()));
  }
  await display.work(`${name}: terraform apply`, (detail) =>
    terraform.apply((progress) => detail(progressText(progress))),
  );
}

function progressText({ done, total, waitingFor }: ResourceProgress): string {
  if (total === 0) return "planning";
  return `${done} of ${total} resources${waitingFor ? `, waiting for ${waitingFor}` : ""}`;
}

/** Waits for all; where one fails, the others are ended and waited for before its error is thrown. */
async function together<T extends readonly unknown[] | []>(controller: AbortController, works: T) {
  const all = Promise.all(works);
  await all.catch((error) => controller.abort(error));
  await Promise.allSettled(works);
  controller.signal.throwIfAborted();
  return all;
}

function missing(system: LocalSystem, name: string): never {
  throw new Error(`The stack ${system.name} has no output '${name}'.`);
}
