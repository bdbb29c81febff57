import { CreateFunctionCommand, InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { ZipFile } from "yazl";
import { CREDENTIALS, REGION } from "../../../tools/local/emulator";
import { signedFetch } from "../../../tools/local/signed-fetch";

const CODE = `exports.handler = async () => ({
  version: process.version,
  pid: process.pid,
  variables: Object.keys(process.env),
});`;

export interface Surroundings {
  readonly version: string;
  readonly pid: number;
  readonly variables: readonly string[];
}

/** Makes a function that tells what it sees around it, and invokes it. */
export function invokeOnce(endpoint: string): Promise<Surroundings> {
  return invokeCode(endpoint, CODE, {});
}

/** Makes a function of a file's code, and invokes it. @returns its answer, or its error as Lambda tells it */
export async function invokeCode<Answer>(
  endpoint: string,
  code: string,
  variables: Readonly<Record<string, string>>,
): Promise<Answer> {
  await createRole(endpoint, "surroundings");
  const lambda = new LambdaClient({ endpoint, region: REGION, credentials: CREDENTIALS });
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName: "surroundings",
      Runtime: "nodejs22.x",
      Handler: "index.handler",
      Role: "arn:aws:iam::123456789012:role/surroundings",
      Code: { ZipFile: await zipped("index.js", code) },
      Environment: { Variables: variables },
      Timeout: 15,
    }),
  );
  const { Payload } = await lambda.send(new InvokeCommand({ FunctionName: "surroundings" }));
  return JSON.parse(Buffer.from(Payload ?? []).toString());
}

/** One call that needs no client of its own. */
async function createRole(endpoint: string, name: string): Promise<void> {
  const trust = {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
  };
  await signedFetch(new URL(endpoint), {
    service: "iam",
    region: REGION,
    credentials: CREDENTIALS,
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({
      Action: "CreateRole",
      Version: "2010-05-08",
      RoleName: name,
      AssumeRolePolicyDocument: JSON.stringify(trust),
    }).toString(),
  });
}

async function zipped(name: string, content: string): Promise<Uint8Array> {
  const zip = new ZipFile();
  zip.addBuffer(Buffer.from(content), name);
  zip.end();
  const chunks: Buffer[] = [];
  for await (const chunk of zip.outputStream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
