import { describe, expect, it } from "@jest/globals";
import { diagram } from "../../../modules/proof/report/mermaid";
import { someEdge } from "./some-proof";

const lines = (...edges: readonly ReturnType<typeof someEdge>[]) => diagram({ edges }).split("\n").slice(2, -2);

describe("the diagram of a proof", () => {
  it("draws each resource once, by its type, and an arrow for each connection", () => {
    const edges = [
      someEdge(),
      someEdge({ from: "aws_sqs_queue.orders", to: "aws_lambda_function.take_orders", kind: "queue" }),
    ];
    expect(diagram({ edges })).toBe(`\`\`\`mermaid
flowchart LR
  sns_topic_changes{{"changes<br/>topic"}}
  sqs_queue_orders[["orders<br/>queue"]]
  lambda_function_take_orders["take-orders<br/>function"]
  sns_topic_changes -->|"subscription"| sqs_queue_orders
  sqs_queue_orders -->|"queue"| lambda_function_take_orders
\`\`\`
`);
  });

  it("draws the way of what failed as a broken line", () => {
    expect(lines(someEdge({ kind: "dead letters" })).at(-1)).toBe(
      '  sns_topic_changes -.->|"dead letters"| sqs_queue_orders',
    );
  });

  it("draws connections of several kinds between the same two as one arrow", () => {
    expect(lines(someEdge(), someEdge({ kind: "environment" }), someEdge()).slice(2)).toEqual([
      '  sns_topic_changes -->|"subscription, uses"| sqs_queue_orders',
    ]);
  });

  it("counts the routes of an API rather than list them", () => {
    const edges = ["GET /", "GET /items/{id}", "POST /items"].map((kind) => someEdge({ kind }));
    expect(lines(...edges).at(-1)).toBe('  sns_topic_changes -->|"3 routes"| sqs_queue_orders');
    expect(lines(...edges.slice(0, 2)).at(-1)).toContain('|"GET /, GET /items/{id}"|');
  });

  it("draws all instances of one block as one", () => {
    const edges = ["a", "b.c"].map((key) => someEdge({ to: `aws_sqs_queue.orders["${key}"]` }));
    expect(lines(...edges)).toEqual(lines(someEdge()));
  });

  it("tells apart resources whose ids would be the same", () => {
    const edges = [someEdge({ to: "aws_sqs_queue.a-b" }), someEdge({ to: "aws_sqs_queue.a_b" })];
    expect(lines(...edges).slice(3)).toEqual([
      '  sns_topic_changes -->|"subscription"| sqs_queue_a_b',
      '  sns_topic_changes -->|"subscription"| sqs_queue_a_b_',
    ]);
  });

  it.each(["aws_kms_key.key", "aws_cloudwatch_log_group.orders", "xray.amazonaws.com"])("leaves out %s", (to) => {
    expect(lines(someEdge({ to }))).toEqual([]);
  });

  it("draws a type it has no shape for as a box with the type's name", () => {
    expect(lines(someEdge({ to: "module.mail.aws_ses_domain_identity.this" }))[1]).toBe(
      '  module_mail_aws_ses_domain_identity_this["this<br/>ses domain identity"]',
    );
  });
});
