import type { Statement } from "../../../../modules/proof/model";
import { ACCOUNT, type Case, ROLE } from "./scenarios";

/** A kind of statement that the oracle reads otherwise than AWS documents it; none is generated. */
export interface Fault {
  readonly reason: string;
  applies(statement: Statement): boolean;
  /** Allowed by AWS's documents, denied by the oracle. Once the oracle is mended, the test of this example tells. */
  readonly example: Case;
}

/** A question that AWS's documents leave open: there, and only there, the engine may answer "unknown". */
export interface OpenQuestion {
  readonly reason: string;
  applies(testCase: Case): boolean;
}

export const FAULTS: readonly Fault[] = [
  {
    reason: "`${*}`, `${?}` and `${$}` stand for themselves in StringEquals too, not in StringLike only",
    applies: ({ conditions }) =>
      Object.entries(conditions).some(
        ([operator, keys]) => /string(not)?equals/i.test(operator) && /\$\{[*?$]\}/.test(JSON.stringify(keys)),
      ),
    example: allowedWith("s3:GetObject", "arn:aws:s3:::uploads/a", {
      resources: ["*"],
      conditions: { StringEquals: { "aws:PrincipalTag/team": ["a${*}"] } },
    }),
  },
  {
    reason: "`0.0.0.0/0` is every IPv4 address",
    applies: ({ conditions }) => JSON.stringify(conditions).includes("0.0.0.0/0"),
    example: allowedWith("s3:GetObject", "arn:aws:s3:::uploads/a", {
      resources: ["*"],
      conditions: { IpAddress: { "aws:SourceIp": ["0.0.0.0/0"] } },
    }),
  },
  {
    reason: "an IPv6 address is none of the IPv4 addresses that are given without a mask",
    applies: ({ conditions }) => /"NotIpAddress[^}]*"10\.1\.2\.3"/.test(JSON.stringify(conditions)),
    example: allowedWith("s3:GetObject", "arn:aws:s3:::uploads/a", {
      resources: ["*"],
      conditions: { NotIpAddress: { "aws:VpcSourceIp": ["10.1.2.3"] } },
    }),
  },
  {
    reason: "wildcards are allowed within any segment of an ARN, of a resource's type too: `t?ble/flags`",
    applies: ({ resources, notResources }) => (resources ?? notResources ?? []).some(hasWildcardInType),
    example: allowedWith("dynamodb:Query", `arn:aws:dynamodb:eu-west-1:${ACCOUNT}:table/flags`, {
      resources: [`arn:aws:dynamodb:eu-west-1:${ACCOUNT}:t?ble/flags`],
      conditions: {},
    }),
  },
];

export const OPEN_QUESTIONS: readonly OpenQuestion[] = [
  {
    reason: "NotPrincipal with the role or its account among the names, but not the session",
    applies: ({ request: { principal }, policies }) => {
      if (principal.kind !== "role") return false;
      const account = principal.arn.split(":")[4] ?? "";
      const names = [principal.arn, account, `arn:aws:iam::${account}:root`];
      return policies.resource
        .flatMap(({ statements }) => statements)
        .some(({ notPrincipals }) => notPrincipals?.AWS?.some((name) => names.includes(name)));
    },
  },
  {
    reason: "a variable without a value, in NotResource or under a negated operator",
    applies: (testCase) => negatedValues(testCase).some((value) => hasUnresolved(value, testCase)),
  },
  {
    reason: "ForAnyValue with IfExists, and no key",
    applies: (testCase) =>
      !("aws:TagKeys" in testCase.request.context) &&
      statementsOf(testCase).some(({ conditions }) =>
        Object.keys(conditions).some((operator) => /^ForAnyValue:.*IfExists$/.test(operator)),
      ),
  },
];

/** S3's names have no type before the first slash; the oracle knows them by their empty region and account. */
function hasWildcardInType(arn: string): boolean {
  const [, , service, region, account, ...rest] = arn.split(":");
  const [type = "", ...name] = rest.join(":").split(/[/:]/);
  const isS3 = service === "s3" && region === "" && account === "";
  return !isS3 && name.length > 0 && /[*?]/.test(type);
}

function statementsOf({ policies }: Case): readonly Statement[] {
  return [...policies.identity, ...policies.resource].flatMap(({ statements }) => statements);
}

function negatedValues(testCase: Case): readonly string[] {
  return statementsOf(testCase).flatMap(({ notResources = [], conditions }) => [
    ...notResources,
    ...Object.entries(conditions)
      .filter(([operator]) => operator.includes("Not"))
      .flatMap(([, keys]) => Object.values(keys).flat()),
  ]);
}

function hasUnresolved(value: string, { request }: Case): boolean {
  return [...value.matchAll(/\$\{(aws:[^},]+)\}/g)].some(([, key = ""]) => !(key in request.context));
}

function allowedWith(action: string, resource: string, statement: Pick<Statement, "resources" | "conditions">): Case {
  return {
    request: {
      principal: { kind: "role", address: "aws_iam_role.worker", arn: ROLE },
      action,
      resource,
      resourceAccount: ACCOUNT,
      context: { "aws:SourceIp": "10.1.2.3", "aws:VpcSourceIp": "2001:db8::1", "aws:PrincipalTag/team": "a*" },
    },
    policies: {
      identity: [{ address: "identity", statements: [{ effect: "Allow", actions: ["*"], ...statement }] }],
      resource: [],
    },
  };
}
