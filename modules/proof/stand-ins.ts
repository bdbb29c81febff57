import { createHash } from "node:crypto";
import type { Value } from "./terraform/value";

/** A resource as the tables of stand-ins see it. */
export interface Thing {
  readonly address: string;
  readonly type: string;
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  /** @returns the value of an attribute, as given or by stand-in. */
  attribute(name: string): Value;
  /** @returns whether the configuration itself gives the attribute. */
  gives(name: string): boolean;
}

/** What AWS would fill in, by attribute. Undefined where that can't be told. */
export type StandIns = Readonly<Record<string, (thing: Thing) => Value | undefined>>;

/** @returns an attribute as text; what can't be told stays marked in it. */
export function text(thing: Thing, name: string): string {
  const value = thing.attribute(name);
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

/** The same attribute under another name. */
export function same(name: string): (thing: Thing) => Value {
  return (thing) => thing.attribute(name);
}

/** @returns an ARN in the account and region of the thing. */
export function arn(service: string, resource: (thing: Thing) => string): (thing: Thing) => string {
  return (thing) => `arn:${thing.partition}:${service}:${thing.region}:${thing.account}:${resource(thing)}`;
}

/** @returns the ARN of something that has no region. */
export function globalArn(service: string, resource: (thing: Thing) => string): (thing: Thing) => string {
  return (thing) => `arn:${thing.partition}:${service}::${thing.account}:${resource(thing)}`;
}

/** @returns the same letters and digits for the same address, as AWS's own ids have no meaning. */
export function hash(thing: Thing, length: number, salt = ""): string {
  return createHash("sha256").update(`${thing.address} ${salt}`).digest("hex").slice(0, length);
}

export function uuid(thing: Thing, salt = ""): string {
  const digits = hash(thing, 32, salt);
  return [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16), digits.slice(16, 20), digits.slice(20)].join(
    "-",
  );
}

/** @returns the id of a resource as EC2 writes them: `subnet-0123456789abcdef0`. */
export function ec2Id(prefix: string): (thing: Thing) => string {
  return (thing) => `${prefix}-${hash(thing, 17)}`;
}

/** @returns the name that Terraform makes where none is given, after its prefix if there is one. */
export function generatedName(prefixAttribute = "name_prefix"): (thing: Thing) => string {
  return (thing) => {
    const prefix = thing.gives(prefixAttribute) ? text(thing, prefixAttribute) : "terraform-";
    const isFifo = thing.attribute("fifo_queue") === true || thing.attribute("fifo_topic") === true;
    return `${prefix}${hash(thing, 26)}${isFifo ? ".fifo" : ""}`;
  };
}
