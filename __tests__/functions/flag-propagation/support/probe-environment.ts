import "../../support/environment";

/** What the replication probe finds in its environment. Import this before anything that reads it. */
Object.assign(process.env, {
  FLAGS_TABLE: "flags",
  REPLICA_TABLE_ARN: "arn:aws:dynamodb:us-west-2:111122223333:table/flags",
});
