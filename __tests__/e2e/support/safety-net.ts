import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
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
    const stateMachineArn = this.deployment.output("step_function_arn");
    const { executionArn } = await this.sfn.send(
      new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) }),
    );
    return eventually("the execution's end", budgetMs, async () => {
      const { status = "RUNNING" } = await this.sfn.send(new DescribeExecutionCommand({ executionArn }));
      return status === "RUNNING" ? undefined : status;
    });
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
