import fs from "node:fs";
import path from "node:path";
import { ROOT } from "./processes";

const SERVICES = ["sns", "sqs", "dynamodb", "lambda"] as const;
const CLIENTS: Readonly<Record<(typeof SERVICES)[number], readonly [client: string, command: string]>> = {
  lambda: ["LambdaClient", "ListFunctionsCommand"],
  sns: ["SNSClient", "ListTopicsCommand"],
  sqs: ["SQSClient", "ListQueuesCommand"],
  dynamodb: ["DynamoDBClient", "ListTablesCommand"],
};

/** Writes a project of that many functions, each with Powertools and an SDK client as real ones have, and lists them. */
export function writeFunctions(folder: string, count: number): string[] {
  fs.mkdirSync(folder, { recursive: true });
  fs.symlinkSync(path.join(ROOT, "node_modules"), path.join(folder, "node_modules"));
  fs.copyFileSync(path.join(ROOT, "tsconfig.json"), path.join(folder, "tsconfig.json"));
  return Array.from({ length: count }, (_, index) => {
    const entry = `bench/function-${String(index + 1).padStart(2, "0")}`;
    const file = path.join(folder, "functions", entry, "handler.ts");
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, handler(entry, SERVICES[index % SERVICES.length] ?? "sns"));
    return entry;
  });
}

function handler(entry: string, service: keyof typeof CLIENTS): string {
  const [client, command] = CLIENTS[service];
  return `import { Logger } from "@aws-lambda-powertools/logger";
import { Metrics } from "@aws-lambda-powertools/metrics";
import { ${client}, ${command} } from "@aws-sdk/client-${service}";

const logger = new Logger({ serviceName: "${entry}" });
const metrics = new Metrics({ serviceName: "${entry}", namespace: "Bench" });
const client = new ${client}({});

export const handler = async (): Promise<void> => {
  logger.info("answered", { response: await client.send(new ${command}({})) });
  metrics.publishStoredMetrics();
};
`;
}
