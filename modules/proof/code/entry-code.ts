import type { Finding } from "../model";

/** Whose code it is: the project's own, or that of a package in node_modules. */
export type Origin = "own" | "library";

/** A command of the AWS SDK v3 that code can send. A library's is one that it may send. */
export interface SdkCommand {
  /** The client package's name without `@aws-sdk/client-`: `dynamodb`, `cloudwatch-logs`. */
  readonly service: string;
  /** `TransactWriteItemsCommand`. */
  readonly command: string;
  readonly origin: Origin;
  /** Where it is used, the first file of several, relative to the root. */
  readonly file: string;
}

/** An environment variable that code reads. A library's is one that it may read. */
export interface EnvironmentRead {
  readonly name: string;
  readonly origin: Origin;
  /** Where it is read, the first file of several, relative to the root. */
  readonly file: string;
}

/** Requests that code signs itself: no client of the SDK sends them. */
interface SignedRequests {
  /** HTTP methods that own code sends, such as `POST`. */
  readonly methods: readonly string[];
  /** One for each package that signs; they stand where nothing tells what the requests are sent to. */
  readonly findings: readonly Finding[];
}

/** What the code of one entry does, as far as its text tells; what it does not tell is a finding. */
export interface EntryCode {
  readonly commands: readonly SdkCommand[];
  readonly environment: readonly EnvironmentRead[];
  /** @default it signs none */
  readonly signedRequests?: SignedRequests;
  readonly findings: readonly Finding[];
}
