import { describe, expect, it } from "@jest/globals";
import "../helpers/proof-matchers";
import { subscription } from "../helpers/subscription";

/** A function whose role is allowed these actions on a table. */
function reader(...actions: readonly string[]) {
  const statement = (more: object) =>
    JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...more }] });
  return {
    provider: { aws: [{ region: "eu-west-1" }] },
    resource: {
      aws_dynamodb_table: { items: { name: "items", hash_key: "id", billing_mode: "PAY_PER_REQUEST" } },
      aws_iam_role: {
        reader: {
          name: "reader",
          assume_role_policy: statement({ Action: "sts:AssumeRole", Principal: { Service: "lambda.amazonaws.com" } }),
        },
      },
      aws_iam_role_policy: {
        reader: {
          role: "${aws_iam_role.reader.name}",
          policy: statement({ Sid: "ReadItems", Action: actions, Resource: "${aws_dynamodb_table.items.arn}" }),
        },
      },
      aws_lambda_function: { reader: { function_name: "reader", role: "${aws_iam_role.reader.arn}" } },
    },
  };
}

/** @returns what a failing expectation says. */
function messageOf(expectation: () => void): string {
  try {
    expectation();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("The expectation holds.");
}

describe("toBeWired", () => {
  it("passes where every connection is allowed and nothing else is granted", () => {
    expect(subscription("changes")).toBeWired();
  });

  it("fails if something is found, and says where and how to mend it", () => {
    const message = messageOf(() => expect(subscription("other")).toBeWired());
    expect(message).toContain("missing-permission: aws_sqs_queue.orders");
    expect(message).toContain("Allow sqs:SendMessage to sns.amazonaws.com in the policy of aws_sqs_queue.orders");
    expect(message).toContain("Take sqs:SendMessage");
  });

  it("says how many connections hold where something was expected to be found", () => {
    expect(messageOf(() => expect(subscription("changes")).not.toBeWired())).toContain(
      "All connections (1) are allowed",
    );
  });
});

describe("toConnect", () => {
  it("passes where the connection is there and allowed", () => {
    expect(subscription("changes")).toConnect("aws_sns_topic.changes", "aws_sqs_queue.orders");
  });

  it("fails if nothing connects the two, and says what is connected with either", () => {
    const message = messageOf(() =>
      expect(subscription("changes")).toConnect("aws_sns_topic.other", "aws_sqs_queue.orders"),
    );
    expect(message).toContain("Nothing connects aws_sns_topic.other to aws_sqs_queue.orders.");
    expect(message).toContain("aws_sns_topic.changes → aws_sqs_queue.orders (subscription)");
  });

  it("fails if the connection is not allowed, and names the statement to add", () => {
    const message = messageOf(() =>
      expect(subscription("other")).toConnect("aws_sns_topic.changes", "aws_sqs_queue.orders"),
    );
    expect(message).toContain("sqs:SendMessage: no statement allows it");
    expect(message).toContain("Allow sqs:SendMessage to sns.amazonaws.com in the policy of aws_sqs_queue.orders");
  });

  it("names the statement that allows what should not be connected", () => {
    const message = messageOf(() =>
      expect(subscription("changes")).not.toConnect("aws_sns_topic.changes", "aws_sqs_queue.orders"),
    );
    expect(message).toContain("aws_sqs_queue_policy.orders (TopicSends)");
  });
});

describe("toGrantOnly", () => {
  it("passes where the role is granted these actions and no others", () => {
    expect(reader("dynamodb:GetItem", "dynamodb:Query")).toGrantOnly("aws_lambda_function.reader", [
      "dynamodb:Query",
      "dynamodb:GetItem",
    ]);
  });

  it("fails if more is granted, and names the statement to take it out of", () => {
    const message = messageOf(() =>
      expect(reader("dynamodb:GetItem", "dynamodb:*")).toGrantOnly("aws_lambda_function.reader", ["dynamodb:GetItem"]),
    );
    expect(message).toContain("take dynamodb:* out of aws_iam_role_policy.reader (ReadItems)");
  });

  it("fails if less is granted, and names the role", () => {
    const message = messageOf(() =>
      expect(reader("dynamodb:GetItem")).toGrantOnly("aws_lambda_function.reader", [
        "dynamodb:GetItem",
        "dynamodb:Query",
      ]),
    );
    expect(message).toContain("allow dynamodb:Query in a policy of aws_iam_role.reader");
  });

  it("fails if there is no such function", () => {
    expect(() => expect(reader("dynamodb:GetItem")).toGrantOnly("aws_lambda_function.none", [])).toThrow(
      "There is no aws_lambda_function.none with a role.",
    );
  });
});
