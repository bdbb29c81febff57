import { CognitoIdentityPool } from "@cdktf/provider-aws/lib/cognito-identity-pool";
import { CognitoIdentityPoolRolesAttachment } from "@cdktf/provider-aws/lib/cognito-identity-pool-roles-attachment";
import { CognitoUserPool } from "@cdktf/provider-aws/lib/cognito-user-pool";
import { CognitoUserPoolDomain } from "@cdktf/provider-aws/lib/cognito-user-pool-domain";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { Role } from "./role";
import { System } from "./system";

export interface SearchSignInProps {
  /** What pools and roles are named after. */
  readonly part: string;
}

/** Of AWS's managed policy AmazonOpenSearchServiceCognitoAccess, by what each is done to. */
const ON_USER_POOL = [
  "cognito-idp:DescribeUserPool",
  "cognito-idp:CreateUserPoolClient",
  "cognito-idp:DeleteUserPoolClient",
  "cognito-idp:UpdateUserPoolClient",
  "cognito-idp:DescribeUserPoolClient",
  "cognito-idp:ListUserPoolClients",
  "cognito-idp:AdminInitiateAuth",
  "cognito-idp:AdminUserGlobalSignOut",
] as const;
const ON_IDENTITY_POOL = [
  "cognito-identity:DescribeIdentityPool",
  "cognito-identity:UpdateIdentityPool",
  "cognito-identity:GetIdentityPoolRoles",
] as const;

/**
 * How people sign in to OpenSearch Dashboards: a Cognito user pool that an administrator fills, with a second factor for
 * everybody, and an identity pool that gives whoever signed in one role. There is no other way in and no password in the
 * domain itself.
 */
export class SearchSignIn extends Construct {
  readonly users: CognitoUserPool;
  /** The role of everybody who signed in. What it may do, the domain's own policy says. */
  readonly people: IamRole;
  /** `cognito_options` of the domain. */
  readonly options: {
    readonly enabled: boolean;
    readonly userPoolId: string;
    readonly identityPoolId: string;
    readonly roleArn: string;
  };
  /** What must be there before the domain is. */
  readonly dependencies: ITerraformDependable[];

  constructor(scope: Construct, id: string, { part }: SearchSignInProps) {
    super(scope, id);
    const system = System.of(this);
    this.users = this.userPool(part);
    const domain = new CognitoUserPoolDomain(this, "domain", {
      // Unique among all of AWS's customers in the region.
      domain: `${system.label.name(part, 63, "-111122223333".length)}-${system.account}`,
      userPoolId: this.users.id,
    });
    const identities = new CognitoIdentityPool(this, "identities", {
      identityPoolName: system.label.name(part, 128),
      allowUnauthenticatedIdentities: false,
      // OpenSearch Service makes a client in the user pool and enters it here.
      lifecycle: { ignoreChanges: ["cognito_identity_providers"] },
    });
    this.people = new IamRole(this, "people", {
      namePrefix: system.label.rolePrefix(`${part}-people`),
      description: `Whoever signed in to the Dashboards of ${system.system}`,
      assumeRolePolicy: signedInTo(identities.id),
    });
    const roles = new CognitoIdentityPoolRolesAttachment(this, "roles", {
      identityPoolId: identities.id,
      roles: { authenticated: this.people.arn },
    });
    const service = new Role(this, "role", {
      assumedBy: "es.amazonaws.com",
      description: "Connects OpenSearch Dashboards with the pools that people sign in with",
      part: "opensearch-cognito",
    });
    service.allow({ sid: "UseUserPool", actions: ON_USER_POOL, resources: [this.users.arn] });
    service.allow({ sid: "UseIdentityPool", actions: ON_IDENTITY_POOL, resources: [identities.arn] });
    service.allow({
      sid: "PassPeopleRole",
      actions: ["iam:PassRole"],
      resources: [this.people.arn],
      conditions: { StringEquals: { "iam:PassedToService": "cognito-identity.amazonaws.com" } },
    });
    this.options = {
      enabled: true,
      userPoolId: this.users.id,
      identityPoolId: identities.id,
      roleArn: service.arn,
    };
    this.dependencies = [domain, roles, service.policy];
  }

  private userPool(part: string): CognitoUserPool {
    const system = System.of(this);
    return new CognitoUserPool(this, "users", {
      name: system.label.name(part, 128),
      adminCreateUserConfig: { allowAdminCreateUserOnly: true },
      passwordPolicy: {
        minimumLength: 14,
        requireLowercase: true,
        requireUppercase: true,
        requireNumbers: true,
        requireSymbols: true,
        temporaryPasswordValidityDays: 3,
      },
      mfaConfiguration: "ON",
      softwareTokenMfaConfiguration: { enabled: true },
      accountRecoverySetting: { recoveryMechanism: [{ name: "admin_only", priority: 1 }] },
      usernameConfiguration: { caseSensitive: false },
      deletionProtection: '${local.is_production ? "ACTIVE" : "INACTIVE"}',
    });
  }
}

/** Lets whoever signed in to one identity pool take a role on. */
function signedInTo(identityPoolId: string): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Federated: "cognito-identity.amazonaws.com" },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {
          StringEquals: { "cognito-identity.amazonaws.com:aud": identityPoolId },
          "ForAnyValue:StringEquals": { "cognito-identity.amazonaws.com:amr": "authenticated" },
        },
      },
    ],
  });
}
