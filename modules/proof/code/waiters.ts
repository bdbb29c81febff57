/** What a waiter asks until it has its answer, by client and name without `waitUntil`: `BucketExists`. */
export const WAITERS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  cloudwatch: {
    AlarmExists: "DescribeAlarmsCommand",
    AlarmMuteRuleExists: "GetAlarmMuteRuleCommand",
    CompositeAlarmExists: "DescribeAlarmsCommand",
    LogAlarmExists: "DescribeAlarmsCommand",
  },
  dynamodb: {
    BulkOperationCompleted: "DescribeBulkOperationCommand",
    ContributorInsightsEnabled: "DescribeContributorInsightsCommand",
    ExportCompleted: "DescribeExportCommand",
    ImportCompleted: "DescribeImportCommand",
    KinesisStreamingDestinationActive: "DescribeKinesisStreamingDestinationCommand",
    TableExists: "DescribeTableCommand",
    TableNotExists: "DescribeTableCommand",
  },
  elasticache: {
    CacheClusterAvailable: "DescribeCacheClustersCommand",
    CacheClusterDeleted: "DescribeCacheClustersCommand",
    ReplicationGroupAvailable: "DescribeReplicationGroupsCommand",
    ReplicationGroupDeleted: "DescribeReplicationGroupsCommand",
  },
  kinesis: {
    ChannelActive: "DescribeChannelCommand",
    StreamExists: "DescribeStreamCommand",
    StreamNotExists: "DescribeStreamCommand",
  },
  lambda: {
    FunctionActive: "GetFunctionConfigurationCommand",
    FunctionActiveV2: "GetFunctionCommand",
    FunctionExists: "GetFunctionCommand",
    FunctionUpdated: "GetFunctionConfigurationCommand",
    FunctionUpdatedV2: "GetFunctionCommand",
    PublishedVersionActive: "GetFunctionConfigurationCommand",
  },
  s3: {
    BucketExists: "HeadBucketCommand",
    BucketNotExists: "HeadBucketCommand",
    ObjectExists: "HeadObjectCommand",
    ObjectNotExists: "HeadObjectCommand",
  },
  ssm: { CommandExecuted: "GetCommandInvocationCommand" },
};
