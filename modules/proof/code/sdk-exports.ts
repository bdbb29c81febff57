import { SENT_BY_LIBRARIES } from "./library-commands";
import { WAITERS } from "./waiters";

/** A command without the place that sends it. */
export interface SentCommand {
  readonly service: string;
  readonly command: string;
  /** Sent in some cases only. */
  readonly perhaps?: true;
}

/** What using an export of the SDK sends; undefined when that cannot be told. */
export type Sent = readonly SentCommand[] | undefined;

const NOTHING: Sent = [];
const CANNOT_TELL: Sent = undefined;

/** `@aws-sdk/client-dynamodb` and files inside it; the nested clients are those that credentials are got with. */
const CLIENT = /^@aws-sdk\/(?:client-|nested-clients\/)([a-z0-9-]+)(\/|$)/;
const OTHER =
  /^(aws-sdk|@aws-sdk\/(lib-[a-z0-9-]+|s3-presigned-post|s3-request-presigner|rds-signer|dsql-signer))(\/|$)/;

/** @returns whether a module specifier names a package whose exports send commands */
export function isSdk(specifier: string): boolean {
  return CLIENT.test(specifier) || OTHER.test(specifier);
}

/** What the use of one export sends: `PutItemCommand` of `@aws-sdk/client-dynamodb`. */
export function sentBy(specifier: string, name: string): Sent {
  const service = CLIENT.exec(specifier)?.[1];
  if (service !== undefined) return sentByClient(service, name);
  const library = OTHER.exec(specifier)?.[1] ?? specifier;
  const sends = SENT_BY_LIBRARIES[library];
  if (sends === undefined) return CANNOT_TELL;
  return Object.hasOwn(sends, name) ? sends[name] : sendsNothing(name) ? NOTHING : CANNOT_TELL;
}

function sentByClient(service: string, name: string): Sent {
  const paginated = /^paginate([A-Z].*)$/.exec(name)?.[1];
  if (paginated !== undefined) return [{ service, command: `${paginated}Command` }];
  const waiter = /^wait(?:Until|For)([A-Z].*)$/.exec(name)?.[1];
  if (waiter !== undefined) {
    const command = WAITERS[service]?.[waiter];
    return command === undefined ? CANNOT_TELL : [{ service, command }];
  }
  if (/^[A-Z].*Command$/.test(name)) return [{ service, command: name }];
  return name === "$Command" || isAggregatedClient(service, name) ? CANNOT_TELL : NOTHING;
}

/** `DynamoDB` has a method for each command. The SDK names it and its package after one id: `CloudWatch Logs`. */
function isAggregatedClient(service: string, name: string): boolean {
  return name.toLowerCase() === service.replaceAll("-", "");
}

/** Clients, options, types of values and errors. */
function sendsNothing(name: string): boolean {
  return !/^paginate|^wait|Command$/.test(name);
}
