import { describe, expect, it } from "@jest/globals";
import { functionWithoutBuiltCode } from "../../../modules/guardrails/rules/function-without-built-code";
import { functionWithoutDeadLetterDestination } from "../../../modules/guardrails/rules/function-without-dead-letter-destination";
import { functionWithoutLogPolicy } from "../../../modules/guardrails/rules/function-without-log-policy";
import { functionWithoutOwnLogGroup } from "../../../modules/guardrails/rules/function-without-own-log-group";
import { functionWithoutReservedConcurrency } from "../../../modules/guardrails/rules/function-without-reserved-concurrency";
import { functionWithoutTracing } from "../../../modules/guardrails/rules/function-without-tracing";
import { handlerWithoutExport } from "../../../modules/guardrails/rules/handler-without-export";
import { logGroupWithoutKey } from "../../../modules/guardrails/rules/log-group-without-key";
import { logGroupWithoutRetention } from "../../../modules/guardrails/rules/log-group-without-retention";
import { otherRuntime } from "../../../modules/guardrails/rules/other-runtime";
import { sharedFunctionRole } from "../../../modules/guardrails/rules/shared-function-role";
import { unpermittedDeadLetter } from "../../../modules/guardrails/rules/unpermitted-dead-letter";
import { type Break, messagesOf, remove, set } from "../breaking";
import { allow, policy, workerStatements } from "../compliant";

const worker = (attributes: Record<string, unknown>) => set("aws_lambda_function.worker", attributes);

/** Takes one action out of all that the function's role allows. */
const forbidding = (action: string): Break => {
  const statements = workerStatements().map((statement) => ({
    ...statement,
    Action: [statement.Action].flat().filter((allowed) => allowed !== action),
  }));
  return set("aws_iam_role_policy.worker", { policy: policy(...statements) });
};

describe("shared-function-role", () => {
  it("ALL-05 fails if two functions share a role", () => {
    const messages = messagesOf(
      sharedFunctionRole,
      set("aws_lambda_function.second", { role: "${aws_iam_role.worker.arn}" }),
    );
    expect(messages).toEqual([
      "orders/second (aws_lambda_function.second): its role aws_iam_role.worker belongs to aws_lambda_function.worker. Give it a role of its own, which holds the permissions of this function alone. [shared-function-role, ALL-05]",
    ]);
  });

  it("ALL-05 fails if a function's role comes from elsewhere", () => {
    expect(messagesOf(sharedFunctionRole, worker({ role: "${var.role_arn}" }))).toEqual([
      expect.stringContaining("its role '${var.role_arn}' is not made in this stack"),
    ]);
  });
});

describe("function-without-own-log-group", () => {
  it("ALL-05 fails if a function has no log group", () => {
    expect(messagesOf(functionWithoutOwnLogGroup, remove("aws_cloudwatch_log_group.worker"))).toEqual([
      "orders/worker/function (aws_lambda_function.worker): no aws_cloudwatch_log_group in this stack is its own, so that Lambda makes one which never expires. Add one named /aws/lambda/<function_name>, or name it in logging_config.log_group. [function-without-own-log-group, ALL-05]",
    ]);
  });

  it("ALL-05 fails if two functions share a log group", () => {
    const logging_config = { log_group: "${aws_cloudwatch_log_group.worker.name}" };
    expect(messagesOf(functionWithoutOwnLogGroup, set("aws_lambda_function.second", { logging_config }))).toEqual([
      expect.stringContaining("its log group aws_cloudwatch_log_group.worker belongs to aws_lambda_function.worker"),
    ]);
  });

  it("ALL-05 passes if the log group takes its name from the function", () => {
    const name = "/aws/lambda/${aws_lambda_function.worker.function_name}";
    expect(messagesOf(functionWithoutOwnLogGroup, set("aws_cloudwatch_log_group.worker", { name }))).toEqual([]);
  });
});

describe("function-without-log-policy", () => {
  it("ALL-04 fails if a function's role may not write its log", () => {
    expect(messagesOf(functionWithoutLogPolicy, forbidding("logs:PutLogEvents"))).toEqual([
      "orders/worker/function (aws_lambda_function.worker): its role may not write its log: logs:PutLogEvents on ${aws_cloudwatch_log_group.worker.arn}:* is not allowed. Allow it in an aws_iam_role_policy of the role; a function that can't log fails in silence. [function-without-log-policy, ALL-04]",
    ]);
  });

  it("ALL-04 passes if the role has its statements by an attached policy of this stack", () => {
    const messages = messagesOf(functionWithoutLogPolicy, (json) => {
      remove("aws_iam_role_policy.worker")(json);
      set("aws_iam_policy.worker", { policy: policy(...workerStatements()) })(json);
      set("aws_iam_role_policy_attachment.worker", {
        role: "${aws_iam_role.worker.name}",
        policy_arn: "${aws_iam_policy.worker.arn}",
      })(json);
    });
    expect(messages).toEqual([]);
  });
});

describe("log-group-without-retention", () => {
  it("ALL-05 fails if a log group keeps its events for ever", () => {
    const message =
      'orders/worker/logs (aws_cloudwatch_log_group.worker): its events never expire. Set retention_in_days, such as ${var.environment == "prod" ? 30 : 7}. [log-group-without-retention, ALL-05]';
    for (const retention_in_days of [undefined, 0]) {
      expect(
        messagesOf(logGroupWithoutRetention, set("aws_cloudwatch_log_group.worker", { retention_in_days })),
      ).toEqual([message]);
    }
  });
});

describe("log-group-without-key", () => {
  it("ALL-05 fails if a log group is not encrypted under our key", () => {
    expect(messagesOf(logGroupWithoutKey, set("aws_cloudwatch_log_group.worker", { kms_key_id: undefined }))).toEqual([
      "orders/worker/logs (aws_cloudwatch_log_group.worker): its events are not encrypted under a key of ours. Set kms_key_id to the ARN of the stack's key. [log-group-without-key, ALL-05]",
    ]);
  });
});

describe("function-without-tracing", () => {
  it("ALL-05 fails if a function only passes traces through", () => {
    expect(messagesOf(functionWithoutTracing, worker({ tracing_config: [{ mode: "PassThrough" }] }))).toEqual([
      'orders/worker/function (aws_lambda_function.worker): it sends no traces to X-Ray. Set tracing_config { mode = "Active" }. [function-without-tracing, ALL-05]',
    ]);
  });
});

describe("function-without-reserved-concurrency", () => {
  it("ALL-05 fails if a function reserves no concurrency", () => {
    for (const reserved_concurrent_executions of [undefined, -1]) {
      expect(messagesOf(functionWithoutReservedConcurrency, worker({ reserved_concurrent_executions }))).toEqual([
        "orders/worker/function (aws_lambda_function.worker): it reserves no concurrency, so that it can starve every other function of the account, and they it. Set reserved_concurrent_executions. [function-without-reserved-concurrency, ALL-05]",
      ]);
    }
  });
});

describe("function-without-dead-letter-destination", () => {
  it("ALL-05 fails if failed asynchronous invokes go nowhere", () => {
    expect(messagesOf(functionWithoutDeadLetterDestination, worker({ dead_letter_config: undefined }))).toEqual([
      "orders/worker/function (aws_lambda_function.worker): asynchronous events that it fails on are lost. Set dead_letter_config.target_arn, or on_failure in an aws_lambda_function_event_invoke_config. [function-without-dead-letter-destination, ALL-05]",
    ]);
  });

  it("ALL-05 passes if the function's alias has an on-failure destination", () => {
    const messages = messagesOf(functionWithoutDeadLetterDestination, (json) => {
      worker({ dead_letter_config: undefined })(json);
      set("aws_lambda_alias.live", { function_name: "${aws_lambda_function.worker.function_name}" })(json);
      set("aws_lambda_function_event_invoke_config.worker", {
        function_name: "${aws_lambda_alias.live.arn}",
        destination_config: [{ on_failure: [{ destination: "${aws_sqs_queue.failed.arn}" }] }],
      })(json);
    });
    expect(messages).toEqual([]);
  });
});

describe("unpermitted-dead-letter", () => {
  it("ALL-05 fails if the role may not send to the dead-letter queue", () => {
    expect(messagesOf(unpermittedDeadLetter, forbidding("sqs:SendMessage"))).toEqual([
      "orders/worker/function (aws_lambda_function.worker): its role may not use its dead-letter destination: sqs:SendMessage on ${aws_sqs_queue.failed.arn} is not allowed. Allow it in an aws_iam_role_policy of the role, or the failed events are lost. [unpermitted-dead-letter, ALL-05]",
    ]);
  });

  it("ALL-05 fails if the role may not use the key of the dead-letter queue", () => {
    expect(messagesOf(unpermittedDeadLetter, forbidding("kms:GenerateDataKey"))).toEqual([
      expect.stringContaining("kms:GenerateDataKey on ${aws_kms_key.key.arn} is not allowed"),
    ]);
  });

  it("ALL-05 follows an alias to the key of the dead-letter queue", () => {
    const messages = messagesOf(unpermittedDeadLetter, (json) => {
      set("aws_kms_alias.key", { target_key_id: "${aws_kms_key.key.id}" })(json);
      set("aws_sqs_queue.failed", { kms_master_key_id: "${aws_kms_alias.key.name}" })(json);
    });
    expect(messages).toEqual([]);
  });

  it("ALL-05 fails if the role may not use a key that a variable names", () => {
    const encrypted = set("aws_sqs_queue.failed", { kms_master_key_id: "${var.key_arn}" });
    expect(messagesOf(unpermittedDeadLetter, encrypted)).toEqual([
      expect.stringContaining("kms:Decrypt on ${var.key_arn} is not allowed"),
      expect.stringContaining("kms:GenerateDataKey on ${var.key_arn} is not allowed"),
    ]);
  });

  it("ALL-05 fails if the role may not send where failed batches go", () => {
    const messages = messagesOf(unpermittedDeadLetter, (json) => {
      set("aws_sns_topic.failures", {})(json);
      set("aws_lambda_event_source_mapping.worker", {
        destination_config: { on_failure: { destination_arn: "${aws_sns_topic.failures.arn}" } },
      })(json);
    });
    expect(messages).toEqual([expect.stringContaining("sns:Publish on ${aws_sns_topic.failures.arn} is not allowed")]);
  });

  it("ALL-05 takes no permission from a policy of another role", () => {
    const messages = messagesOf(unpermittedDeadLetter, (json) => {
      set("aws_iam_role.other", {})(json);
      forbidding("sqs:SendMessage")(json);
      set("aws_iam_role_policy.other", {
        role: "${aws_iam_role.other.id}",
        policy: policy(allow("sqs:SendMessage", "${aws_sqs_queue.failed.arn}")),
      })(json);
    });
    expect(messages).toHaveLength(1);
  });
});

describe("function-without-built-code", () => {
  it("ALL-06 fails if a function's code was not made at synth time", () => {
    expect(messagesOf(functionWithoutBuiltCode, worker({ filename: "../dist/worker.zip" }))).toEqual([
      "orders/worker/function (aws_lambda_function.worker): its filename '../dist/worker.zip' is no zip that synth made under assets/. Make it from TypeScript in functions/ and refer to it as ${path.module}/assets/…. [function-without-built-code, ALL-06]",
    ]);
  });

  it("ALL-06 fails if changed code would not be deployed", () => {
    expect(messagesOf(functionWithoutBuiltCode, worker({ source_code_hash: undefined }))).toEqual([
      expect.stringContaining("it has no source_code_hash, so that changed code is not deployed"),
    ]);
  });
});

describe("handler-without-export", () => {
  it("ALL-06 fails if the handler names no export", () => {
    expect(messagesOf(handlerWithoutExport, worker({ handler: "index" }))).toEqual([
      "orders/worker/function (aws_lambda_function.worker): its handler 'index' names no file and export. Write it as <file>.<export> inside the zip, such as index.handler. [handler-without-export, ALL-06]",
    ]);
  });
});

describe("other-runtime", () => {
  it("ALL-06 fails if the runtime is not the one that code is built for", () => {
    expect(messagesOf(otherRuntime, worker({ runtime: "nodejs18.x" }))).toEqual([
      `orders/worker/function (aws_lambda_function.worker): its runtime is 'nodejs18.x', but its code is built for nodejs22.x. Set runtime = "nodejs22.x". [other-runtime, ALL-06]`,
    ]);
  });
});
