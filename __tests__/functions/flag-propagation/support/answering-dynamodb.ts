import { DynamoDBClient, TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import { jest } from "@jest/globals";

/** A client over answers given in turn; an error among them is thrown. */
export function answeringDynamoDB(answers: readonly unknown[]) {
  const client = new DynamoDBClient({ region: "eu-west-1" });
  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever was sent.
  const sent: Record<string, any>[] = [];
  jest.spyOn(client, "send").mockImplementation((async (command: { input: unknown }) => {
    const answer = answers[sent.length];
    sent.push({ [command.constructor.name]: command.input });
    if (answer instanceof Error) throw answer;
    return answer ?? {};
  }) as never);
  return { client: () => client, sent };
}

/** What a transaction is refused with, by the codes of its parts. */
export function cancelled(...codes: readonly string[]): TransactionCanceledException {
  return new TransactionCanceledException({
    message: "cancelled",
    $metadata: {},
    CancellationReasons: codes.map((Code) => ({ Code })),
  });
}
