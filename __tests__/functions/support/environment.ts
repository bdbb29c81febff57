/** What the functions find in their environment. Import this before anything that reads it. */
Object.assign(process.env, {
  ENVIRONMENT: "test",
  POWERTOOLS_SERVICE_NAME: "tests",
  POWERTOOLS_METRICS_NAMESPACE: "ServerlessApp",
  POWERTOOLS_METRICS_DISABLED: "true",
  POWERTOOLS_LOG_LEVEL: "SILENT",
  AWS_REGION: "eu-west-1",
});
