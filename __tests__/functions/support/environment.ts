/** What the functions find in their environment. Import this before anything that reads it. */
Object.assign(process.env, {
  ENVIRONMENT: "test",
  POWERTOOLS_SERVICE_NAME: "tests",
  POWERTOOLS_METRICS_NAMESPACE: "ServerlessApp",
  POWERTOOLS_METRICS_DISABLED: "true",
  POWERTOOLS_LOG_LEVEL: "SILENT",
  AWS_REGION: "eu-west-1",
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
  CHANGES_TOPIC_ARN: "arn:aws:sns:eu-west-1:111122223333:item-changes",
  DEAD_LETTER_QUEUE_URL: "https://sqs.eu-west-1.amazonaws.com/111122223333/dead-letters",
});
