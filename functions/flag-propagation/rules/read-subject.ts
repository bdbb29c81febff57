import type { ContentFacts } from "./content-facts";
import { readContent } from "./read-content";
import { readInstant } from "./read-instant";
import { readTargeting } from "./read-targeting";
import type { RuleContext, Subject } from "./subject";
import type { TargetingFacts } from "./targeting-facts";

type Members = Readonly<Record<string, unknown>>;

const NO_MEMBERS: Members = Object.freeze({});
const NO_TEXTS: readonly string[] = Object.freeze([]);
const NO_VALUES: readonly unknown[] = Object.freeze([]);

/**
 * Reads a record for the rules, whatever it holds: see Subject for what its members are then.
 *
 * @param previous the version before it, as it came. @default none: the record is a first version
 */
export function subjectOf(raw: Members, context: RuleContext, previous?: Members): Subject {
  return new RecordSubject(raw, context, previous === undefined ? undefined : new RecordSubject(previous, context));
}

/** All members are assigned in one order, so that the rules always meet the same hidden class. */
class RecordSubject implements Subject {
  readonly context: RuleContext;
  readonly previous: Subject | undefined;
  readonly raw: Members;
  readonly deleted: boolean;
  readonly flagId: string;
  readonly version: number;
  readonly environment: string;
  readonly createdAt: number;
  readonly writtenAt: number;
  readonly reason: string;
  readonly user: string;
  readonly principal: string;
  readonly correlationId: string;
  readonly state: string;
  readonly variantNames: readonly string[];
  readonly variantValues: readonly unknown[];
  readonly valueType: Subject["valueType"];
  readonly defaultVariant: string;
  readonly metadataKeys: readonly string[];
  readonly metadataValues: readonly unknown[];
  readonly description: string;
  readonly kind: string;
  readonly team: string;
  readonly email: string;
  readonly tags: readonly string[];
  readonly ticket: string;
  readonly approvedBy: string;
  readonly approvedAt: number;
  readonly promotedFrom: string;
  readonly promotedVersion: number;
  readonly enableAt: number;
  readonly disableAt: number;
  readonly reviewAt: number;
  readonly expiresAt: number;
  readonly dependencyIds: readonly string[];
  readonly dependencyVariants: readonly string[];
  private facts: TargetingFacts | undefined;
  private allContent: ContentFacts | undefined;

  constructor(raw: Members, context: RuleContext, previous?: Subject) {
    const record = membersOf(raw);
    this.context = context;
    this.previous = previous;
    this.raw = record;
    this.deleted = record.deleted === true;
    this.flagId = text(record.flag_id);
    this.version = number(record.version);
    this.environment = text(record.environment);
    this.createdAt = number(record.created_at);
    this.writtenAt = number(record.written_at);
    this.reason = text(record.reason);
    this.user = text(record.user);
    this.principal = text(record.principal);
    this.correlationId = text(record.correlation_id);

    const body = this.deleted ? NO_MEMBERS : record;
    this.state = text(body.state);
    const variants = membersOf(body.variants);
    this.variantNames = Object.keys(variants);
    this.variantValues = Object.values(variants);
    this.valueType = valueTypeOf(this.variantValues);
    this.defaultVariant = text(body.defaultVariant);
    const metadata = membersOf(body.metadata);
    this.metadataKeys = Object.keys(metadata);
    this.metadataValues = Object.values(metadata);

    this.description = text(body.description);
    this.kind = text(body.kind);
    const owner = membersOf(body.owner);
    this.team = text(owner.team);
    this.email = text(owner.email);
    this.tags = texts(list(body.tags), text);
    this.ticket = text(body.ticket);
    const approval = membersOf(body.approval);
    this.approvedBy = text(approval.by);
    this.approvedAt = instant(approval.at);
    const promotion = membersOf(body.promotion);
    this.promotedFrom = text(promotion.from);
    this.promotedVersion = number(promotion.version);

    const schedule = membersOf(body.schedule);
    this.enableAt = instant(schedule.enable_at);
    this.disableAt = instant(schedule.disable_at);
    this.reviewAt = instant(schedule.review_at);
    this.expiresAt = instant(schedule.expires_at);

    const dependencies = list(body.dependencies);
    this.dependencyIds = texts(dependencies, flagIdOf);
    this.dependencyVariants = texts(dependencies, variantOf);
    this.facts = undefined;
    this.allContent = undefined;
  }

  /** Walked when it is first asked for: nobody asks a version before this one. */
  get content(): ContentFacts {
    this.allContent ??= readContent(this.raw);
    return this.allContent;
  }

  /** Walked when it is first asked for: the targeting of a version before this one is often not. */
  get targeting(): TargetingFacts {
    this.facts ??= readTargeting(this.deleted ? undefined : this.raw.targeting);
    return this.facts;
  }
}

/**
 * An object whose members can be read by their names: what an object inherits is no member of a record, and of those that
 * JSON or DynamoDB gives nothing is inherited that has such a name.
 */
function membersOf(value: unknown): Members {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return NO_MEMBERS;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null ? (value as Members) : { ...value };
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : NO_VALUES;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function number(value: unknown): number {
  return typeof value === "number" ? value : Number.NaN;
}

function instant(value: unknown): number {
  return typeof value === "string" ? readInstant(value) : Number.NaN;
}

function flagIdOf(dependency: unknown): string {
  return text(membersOf(dependency).flag_id);
}

function variantOf(dependency: unknown): string {
  return text(membersOf(dependency).variant);
}

function texts(values: readonly unknown[], textOf: (value: unknown) => string): readonly string[] {
  if (values.length === 0) return NO_TEXTS;
  const found: string[] = [];
  for (let index = 0; index < values.length; index++) found.push(textOf(values[index]));
  return found;
}

function valueTypeOf(values: readonly unknown[]): Subject["valueType"] {
  let type: Subject["valueType"] = "none";
  for (let index = 0; index < values.length; index++) {
    const next = typeOf(values[index]);
    if (type !== "none" && type !== next) return "mixed";
    type = next;
  }
  return type;
}

function typeOf(value: unknown): "boolean" | "string" | "number" | "object" | "other" {
  const type = typeof value;
  if (type === "boolean" || type === "string" || type === "number") return type;
  return type === "object" && value !== null && !Array.isArray(value) ? "object" : "other";
}
