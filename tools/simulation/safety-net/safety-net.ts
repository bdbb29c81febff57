import { propagationCheck } from "../../../modules/systems/flag-propagation/propagation-check";
import { Invocation, TransientFailure } from "../invocation";
import { USUAL } from "../ports";
import { StreamMapping } from "../stream-mapping";
import type { System } from "../system";
import { EventBus } from "./event-bus";
import { Execution, type ExecutionEnding, type Service } from "./execution";
import type { NetHandlers } from "./handlers";
import { checkerPorts, rollbackPorts, streamProcessorPorts } from "./ports";
import { type ReleaseSettings, releasePorts } from "./release-ports";

const CHECKER = "checker";
const ROLLBACK = "rollback";
const RELEASE = "release";
const PAGES = "pages";
const RESOURCES = {
  checker: CHECKER,
  rollback: ROLLBACK,
  release: RELEASE,
  announcements: "announcements",
  pages: PAGES,
};
/** How often it is looked whether a release may go on; executions are not ended by the clock here. Seconds. */
const DEFINITION = propagationCheck({ ...RESOURCES, releaseLookSeconds: 60, executionSeconds: 1_800 });

/** Milliseconds that the functions may run. */
const CHECKER_TIMEOUT = 300_000;
const CHECKER_RESERVE = 5_000;
const ROLLBACK_TIMEOUT = 10_000;
const RELEASE_TIMEOUT = 15_000;

/** An execution that is killed is so at any moment up to this one, and to the end of its releases. Milliseconds. */
const LATEST_KILL = 30_000;

interface LambdaFunction {
  /** Milliseconds. */
  readonly timeout: number;
  readonly run: (invocation: Invocation) => Promise<unknown>;
}

/** Lambda could not run the function at all. */
class ServiceException extends Error {
  override readonly name = "Lambda.ServiceException";
}

/** The deployed safety net over the models: stream → stream processor → bus → state machine → checker, release and rollback. */
export class SafetyNet {
  readonly bus: EventBus;
  /** Ids of flags that a sweep gave up and told somebody about. */
  readonly paged: string[] = [];
  private readonly stream: StreamMapping;
  private executions = 0;
  private running = 0;
  private runs = 0;

  constructor(
    private readonly system: System,
    private readonly handlers: NetHandlers,
    private readonly settings: ReleaseSettings,
  ) {
    const { world, table } = system;
    this.bus = new EventBus(world, (detail) => this.start(detail));
    this.stream = new StreamMapping(world, {
      name: "stream-processor",
      source: (listener) => table.onVerdict(listener),
      lanes: world.random.between(1, 4),
      handler: (invocation, entries) =>
        handlers.process(
          entries.map(({ record }) => record),
          streamProcessorPorts(this.bus, invocation),
        ),
      onPassed: () => {},
    });
  }

  /** Whether nothing is left over. */
  get idle(): boolean {
    return this.stream.idle && this.running === 0;
  }

  /** Starts an execution of the state machine. */
  start(input: unknown, onEnd: (ending: ExecutionEnding) => void = () => {}): void {
    const { world } = this.system;
    this.running++;
    const name = `execution-${++this.executions}`;
    const execution = Execution.start(world, {
      name,
      definition: DEFINITION,
      input,
      services: {
        "arn:aws:states:::lambda:invoke": (parameters) => this.invoke(parameters),
        "arn:aws:states:::sns:publish": (parameters) => this.announce(parameters),
      },
      onEnd: (ending) => {
        this.running--;
        onEnd(ending);
      },
    });
    if (world.random.chance(world.faults.on.crash)) {
      const releases = this.system.waves.length * this.settings.bakeMs;
      world.after(world.random.between(0, LATEST_KILL + releases), () => execution.kill());
    }
  }

  private invoke({ FunctionName, Payload }: Parameters<Service>[0]): Promise<unknown> {
    const { world } = this.system;
    if (world.random.chance(world.faults.on.refused)) return Promise.reject(new ServiceException("Try again."));
    // As between services: what is not JSON does not arrive.
    const event: unknown = JSON.parse(JSON.stringify(Payload));
    const { run, timeout } = this.functionOf(String(FunctionName), event);
    const options = { name: `${String(FunctionName)}[${++this.runs}]`, timeout };
    return new Promise((resolve, reject) => {
      Invocation.start(world, options, run, (ending) => {
        if (ending.kind === "returned") {
          world.say(() => `${options.name} answers ${JSON.stringify(ending.result)}`);
          resolve({ Payload: JSON.parse(JSON.stringify(ending.result)) });
        } else reject(ending.error);
        world.scheduler.wake();
      });
    });
  }

  private functionOf(name: string, event: unknown): LambdaFunction {
    const { system, handlers, settings } = this;
    switch (name) {
      case CHECKER:
        return {
          timeout: CHECKER_TIMEOUT,
          run: (invocation) => {
            const deadline = invocation.now() + CHECKER_TIMEOUT - CHECKER_RESERVE;
            const sleep = (milliseconds: number) => invocation.sleep(milliseconds);
            return handlers.check(event, { deadline, sleep }, checkerPorts(system, settings.bakeMs, invocation));
          },
        };
      case RELEASE:
        return {
          timeout: RELEASE_TIMEOUT,
          run: (invocation) => handlers.release(event, releasePorts(system, settings, invocation)),
        };
      default:
        return {
          timeout: ROLLBACK_TIMEOUT,
          run: (invocation) => handlers.rollBack(event, rollbackPorts(system, invocation)),
        };
    }
  }

  private announce({ TopicArn, Message }: Parameters<Service>[0]): Promise<unknown> {
    const { world } = this.system;
    return new Promise((resolve, reject) => {
      world.after(world.random.delay(USUAL.topic), () => {
        if (world.random.chance(world.faults.on.refused)) reject(new TransientFailure("The topic is busy."));
        else {
          if (TopicArn === PAGES) this.page(String(Message));
          resolve({});
        }
        world.scheduler.wake();
      });
    });
  }

  private page(message: string): void {
    const { flag_id } = JSON.parse(message) as { readonly flag_id: string };
    this.system.world.say(() => `somebody is paged about ${flag_id}`);
    this.paged.push(flag_id);
  }
}
