import { formatArn, parseArn } from "./edges/arn";
import { blocks, text } from "./edges/attributes";
import type { Resource } from "./model";

/** The copy of a table in another Region, under the table's own name. */
export interface Replica {
  readonly arn: string;
  /** Key of the replica's Region. */
  readonly kmsKeyArn?: string;
}

/** @returns the replicas that a table's own block makes. */
export function replicasOf({ type, attributes }: Resource): readonly Replica[] {
  const table = type === "aws_dynamodb_table" ? parseArn(text(attributes, "arn") ?? "") : undefined;
  if (table === undefined) return [];
  return blocks(attributes, "replica").flatMap((replica) => {
    const region = text(replica, "region_name");
    const kmsKeyArn = text(replica, "kms_key_arn");
    return region === undefined ? [] : [{ arn: formatArn({ ...table, region }), ...(kmsKeyArn && { kmsKeyArn }) }];
  });
}
