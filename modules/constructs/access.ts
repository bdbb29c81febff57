import type { PolicyStatement } from "./policy";
import type { SecurityGroup } from "./security-group";

/** An AWS service that functions in a network reach through an endpoint of its own. */
export type EndpointService = "dynamodb" | "events" | "logs" | "monitoring" | "s3" | "secretsmanager" | "sns" | "sqs";

/** What stands in a network itself. */
interface Server {
  readonly securityGroup: SecurityGroup;
  readonly port: number;
}

/** What stands in another Region, which functions in a network do not reach. */
interface Elsewhere {
  readonly region: string;
}

/**
 * What a function needs to use a resource, made by the resource itself (`items.readWrite()`, `changes.publish()`):
 * where the resource is, what may be done with it and how it is reached, in one gesture, so that none is ever there
 * without the others.
 */
export interface Access {
  /** Value of the environment variable that tells the function where the resource is. */
  readonly value: string;
  /** What the function's role is granted, with the key of an encrypted resource included. */
  readonly statements: readonly PolicyStatement[];
  /** What a function in a network is let through to; others need nothing. */
  readonly reach: EndpointService | Server | Elsewhere;
  /** Tells the resource which role uses it. @default the resource need not know */
  readonly admit?: (roleArn: string) => void;
}
