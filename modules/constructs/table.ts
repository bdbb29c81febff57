import { DynamodbTable } from "@cdktf/provider-aws/lib/dynamodb-table";
import { DynamodbTableItem } from "@cdktf/provider-aws/lib/dynamodb-table-item";
import { Construct } from "constructs";
import { ConstructError } from "../errors";
import type { Access } from "./access";
import type { EncryptionKey } from "./encryption-key";
import type { EventSource } from "./event-source";
import { sidOf } from "./policy";
import type { ReplicaRegion } from "./replica-region";
import { System } from "./system";
import { TableStream, type TableStreamProps } from "./table-stream";

export interface Attribute {
  readonly name: string;
  /** String, number or binary. */
  readonly type: "S" | "N" | "B";
}

export interface GlobalSecondaryIndex {
  readonly name: string;
  readonly partitionKey: Attribute;
  readonly sortKey?: Attribute;
  /** @default "ALL" */
  readonly projectionType?: "ALL" | "KEYS_ONLY";
}

export interface TableProps {
  readonly partitionKey: Attribute;
  readonly sortKey?: Attribute;
  readonly globalSecondaryIndexes?: readonly GlobalSecondaryIndex[];
  /** What a stream record holds. @default no stream */
  readonly streamViewType?: "KEYS_ONLY" | "NEW_IMAGE" | "OLD_IMAGE" | "NEW_AND_OLD_IMAGES";
  /** Attribute with the second (Unix epoch) after which an item may be deleted. @default items stay */
  readonly timeToLiveAttribute?: string;
  /** Regions with a copy that follows each write within about a second; the stream stays the home Region's. @default none */
  readonly replicas?: readonly ReplicaRegion[];
}

/** What reads and writes are called in IAM. A transaction is authorized as the writes it is made of. */
const READ_ONE = ["dynamodb:GetItem"] as const;
const READ_MANY = ["dynamodb:BatchGetItem"] as const;
const QUERY = ["dynamodb:Query"] as const;
const WRITE = ["dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem"] as const;
type Action =
  | (typeof READ_ONE)[number]
  | (typeof READ_MANY)[number]
  | (typeof QUERY)[number]
  | (typeof WRITE)[number]
  | "dynamodb:ConditionCheckItem";
type ReplicaAction = (typeof READ_ONE)[number] | (typeof QUERY)[number];

/** Where the table, or a replica of it, is. */
interface Place extends Pick<Access, "value" | "reach"> {
  readonly arn: string;
  readonly key: EncryptionKey;
}

/** An encrypted on-demand DynamoDB table with point-in-time recovery; protected from deletion in prod. */
export class Table extends Construct {
  readonly resource: DynamodbTable;
  private readonly hasIndexes: boolean;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: TableProps,
  ) {
    super(scope, id);
    const system = System.of(this);
    const indexes = props.globalSecondaryIndexes ?? [];
    const replicas = props.replicas ?? [];
    this.hasIndexes = indexes.length > 0;
    if (replicas.length > 0 && props.streamViewType !== "NEW_AND_OLD_IMAGES") {
      throw new ConstructError(
        this,
        `DynamoDB replicates by the stream. Set streamViewType to 'NEW_AND_OLD_IMAGES', it is ${props.streamViewType ?? "not set"}.`,
      );
    }
    this.resource = new DynamodbTable(this, "resource", {
      name: system.label.name(id, 255),
      billingMode: "PAY_PER_REQUEST",
      hashKey: props.partitionKey.name,
      ...(props.sortKey === undefined ? {} : { rangeKey: props.sortKey.name }),
      attribute: [...this.keyAttributes(indexes)],
      globalSecondaryIndex: indexes.map((index) => ({
        name: index.name,
        hashKey: index.partitionKey.name,
        ...(index.sortKey === undefined ? {} : { rangeKey: index.sortKey.name }),
        projectionType: index.projectionType ?? "ALL",
      })),
      ...(props.streamViewType === undefined ? {} : { streamEnabled: true, streamViewType: props.streamViewType }),
      ...(props.timeToLiveAttribute === undefined
        ? {}
        : { ttl: { attributeName: props.timeToLiveAttribute, enabled: true } }),
      pointInTimeRecovery: { enabled: true },
      serverSideEncryption: { enabled: true, kmsKeyArn: system.key.arn },
      ...(replicas.length > 0 && {
        replica: replicas.map(({ region, key }) => ({
          regionName: region,
          kmsKeyArn: key.arn,
          pointInTimeRecovery: true,
          propagateTags: true,
        })),
      }),
    });
    // Of this table alone: the provider has no such argument for a replica.
    this.resource.addOverride("deletion_protection_enabled", system.isProduction);
    system.dashboard.graph(`${id}: throttled requests`, [
      { namespace: "AWS/DynamoDB", metricName: "ReadThrottleEvents", dimensions: { TableName: this.resource.name } },
      { namespace: "AWS/DynamoDB", metricName: "WriteThrottleEvents", dimensions: { TableName: this.resource.name } },
    ]);
  }

  get arn(): string {
    return this.resource.arn;
  }

  get name(): string {
    return this.resource.name;
  }

  /** Lets a function read single items and query the table and its indexes; its environment variable holds the name. */
  read(): Access {
    return this.grant("Read", [...READ_ONE, ...QUERY], this.home);
  }

  /**
   * Lets a function read the copy in another Region; its environment variable holds the copy's ARN, which DynamoDB takes
   * for a name. A write there would be replicated back: none is granted.
   */
  readReplica(replica: ReplicaRegion, ...actions: readonly ReplicaAction[]): Access {
    const { region, key } = replica;
    if (!this.props.replicas?.includes(replica)) {
      throw new ConstructError(this, `This table has no replica in ${replica.node.path}. Name it in 'replicas'.`);
    }
    const arn = System.of(this).arn("dynamodb", `table/${this.name}`, { region });
    return this.grant("ReadReplica", actions, { value: arn, arn, key, reach: { region } });
  }

  /** Lets a function do exactly these things. For all that a table is usually used for, take `read()`. */
  allow(...actions: readonly Action[]): Access {
    return this.grant("Use", actions, this.home);
  }

  /**
   * Keeps one item as the configuration says it.
   *
   * @param item Terraform expression of the item in DynamoDB's own JSON, keys included
   */
  item(id: string, item: `\${${string}}`): DynamodbTableItem {
    const { partitionKey, sortKey } = this.props;
    return new DynamodbTableItem(this, id, {
      tableName: this.name,
      hashKey: partitionKey.name,
      ...(sortKey === undefined ? {} : { rangeKey: sortKey.name }),
      item,
    });
  }

  /** Invokes a function with what changes in the table. */
  stream(props: TableStreamProps = {}): EventSource {
    if (this.props.streamViewType === undefined) {
      throw new ConstructError(this, "This table has no stream. Set streamViewType, for instance to 'NEW_IMAGE'.");
    }
    return new TableStream(this, props);
  }

  private get home(): Place {
    return { value: this.name, arn: this.arn, key: System.of(this).key, reach: "dynamodb" };
  }

  private grant(verb: string, actions: readonly Action[], { value, arn, key, reach }: Place): Access {
    const queries = actions.includes("dynamodb:Query") && this.hasIndexes;
    const writes = actions.some((action) => (WRITE as readonly string[]).includes(action));
    return {
      value,
      statements: [
        { sid: sidOf(verb, this.node.id), actions, resources: [arn] },
        ...(queries
          ? [{ sid: sidOf(`${verb}IndexesOf`, this.node.id), actions: QUERY, resources: [`${arn}/index/*`] }]
          : []),
        key.useTable(writes),
      ],
      reach,
    };
  }

  private *keyAttributes(indexes: readonly GlobalSecondaryIndex[]): Iterable<Attribute> {
    const seen = new Map<string, string>();
    const keys = [this.props.partitionKey, this.props.sortKey, ...indexes.flatMap((i) => [i.partitionKey, i.sortKey])];
    for (const key of keys) {
      if (key === undefined) continue;
      const type = seen.get(key.name);
      if (type === undefined) yield key;
      else if (type !== key.type) {
        throw new ConstructError(
          this,
          `The key '${key.name}' is given as ${type} and as ${key.type}. Choose one type.`,
        );
      }
      seen.set(key.name, key.type);
    }
  }
}
