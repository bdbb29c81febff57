import { type SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { describe, expect, it, jest } from "@jest/globals";
import { SqsDeadLetters } from "../../../../functions/flag-propagation/dead-letters/sqs-dead-letters";

const QUEUE = "https://sqs.eu-west-1.amazonaws.com/111122223333/dead-letters";

function deadLetters() {
  const client = new SQSClient({ region: "eu-west-1" });
  const send = jest.spyOn(client, "send").mockImplementation((() => Promise.resolve({})) as never);
  const newClient = jest.fn(() => client);
  const sent = () => send.mock.calls.map(([command]) => (command as SendMessageCommand).input);
  return { letters: new SqsDeadLetters(QUEUE, newClient), newClient, send, sent };
}

describe("a dead letter", () => {
  it("FLAG-05 is the message as it came, with the reason and the service beside it", async () => {
    const { letters, newClient, sent } = deadLetters();
    expect(newClient).not.toHaveBeenCalled();
    await letters.keep({ reason: "not-json: oh", service: "service-0001", body: "{" });
    await letters.keep({ reason: "not-json: oh", service: "service-0001", body: "[" });
    expect(newClient).toHaveBeenCalledTimes(1);
    expect(sent()[0]).toEqual({
      QueueUrl: QUEUE,
      MessageBody: "{",
      MessageAttributes: {
        reason: { DataType: "String", StringValue: "not-json: oh" },
        service: { DataType: "String", StringValue: "service-0001" },
      },
    });
  });

  it("is kept with a reason that SQS takes, whatever the message had in it", async () => {
    const { letters, sent } = deadLetters();
    await letters.keep({ reason: `a\u0000b\u0001\ufffe\ud800 ü😀${"x".repeat(5_000)}`, service: "s", body: "{" });
    const reason = sent()[0]?.MessageAttributes?.reason?.StringValue;
    expect(reason).toMatch(/^a\?b\?\?\? ü😀x+$/u);
    expect(reason?.length).toBeLessThanOrEqual(1_000);
  });

  it("is cut, and says so, where it leaves no room for the reason", async () => {
    const { letters, sent } = deadLetters();
    await letters.keep({ reason: "r", service: "s", body: "€".repeat(90_000) });
    const [message] = sent();
    expect(Buffer.byteLength(String(message?.MessageBody))).toBeLessThanOrEqual(255 * 1024);
    expect(message?.MessageBody).toMatch(/^€+$/);
    expect(message?.MessageAttributes?.cut).toBeDefined();
  });

  it("is not kept before SQS says so", async () => {
    const { letters, send } = deadLetters();
    send.mockImplementation((() => Promise.reject(new Error("throttled"))) as never);
    await expect(letters.keep({ reason: "r", service: "s", body: "{" })).rejects.toThrow("throttled");
  });
});
