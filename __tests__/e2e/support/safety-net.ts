import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import {
  DescribeExecutionCommand,
  ListExecutionsCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from "@aws-sdk/client-sfn";
import type { CheckRequest } from "../../../functions/flag-propagation/consistency-checker/contract";
import type { RollbackRequest } from "../../../functions/flag-propagation/rollback/contract";
import type { Deployment } from "./deployment";
import { eventually } from "./eventually";

/** Calls the parts of the safety net, as the state machine does and as an operator may. */
export class SafetyNet {
  private readonly lambda: LambdaClient;
  private readonly sfn: SFNClient;

  constructor(private readonly deployment: Deployment) {
    this.lambda = new LambdaClient(deployment.client);
    this.sfn = new SFNClient(deployment.client);
  }

  check<Result>(request: CheckRequest): Promise<Result> {
    return this.invoke(this.deployment.output("consistency_checker_lambda_name"), request);
  }

  rollback<Result>(request: RollbackRequest): Promise<Result> {
    return this.invoke(this.deployment.output("rollback_lambda_name"), request);
  }

  /** Runs the state machine to its end. @returns how it ended */
  async run(input: object, budgetMs: number): Promise<string> {
    const { executionArn } = await this.sfn.send(
      new StartExecutionCommand({ stateMachineArn: this.machine, input: JSON.stringify(input) }),
    );
    return eventually("the execution's end", budgetMs, async () => {
      const { status = "RUNNING" } = await this.sfn.send(new DescribeExecutionCommand({ executionArn }));
      return status === "RUNNING" ? undefined : status;
    });
  }

  /**
   * Ends the execution that the publication of a version started, wherever it is.
   *
   * @returns how it ended then
   */
  async stopCheckOf(flag: string, version: number, budgetMs: number): Promise<string | undefined> {
    const executionArn = await eventually(`a check of version ${version} of ${flag}`, budgetMs, async () => {
      const { executions = [] } = await this.sfn.send(
        new ListExecutionsCommand({ stateMachineArn: this.machine, statusFilter: "RUNNING" }),
      );
      for (const { executionArn } of executions) {
        const { input = "{}" } = await this.sfn.send(new DescribeExecutionCommand({ executionArn }));
        const { flag_id, version: published } = JSON.parse(input) as { flag_id?: string; version?: number };
        if (flag_id === flag && published === version) return executionArn;
      }
      return undefined;
    });
    await this.sfn.send(new StopExecutionCommand({ executionArn }));
    return (await this.sfn.send(new DescribeExecutionCommand({ executionArn }))).status;
  }

  private get machine(): string {
    return this.deployment.output("step_function_arn");
  }

  private async invoke<Result>(functionName: string, payload: object): Promise<Result> {
    const { FunctionError, Payload } = await this.lambda.send(
      new InvokeCommand({ FunctionName: functionName, Qualifier: "live", Payload: JSON.stringify(payload) }),
    );
    const answer = new TextDecoder().decode(Payload);
    if (FunctionError !== undefined) throw new Error(`${functionName}: ${answer}`);
    return JSON.parse(answer) as Result;
  }
}
