import "../../support/environment";

/** What the consistency checker finds in its environment. Import this before anything that reads it. */
Object.assign(process.env, {
  FLAGS_TABLE: "flags",
  CACHE_URL: "rediss://127.0.0.1:6379",
  CACHE_AUTH_SECRET_ARN: "arn:aws:secretsmanager:eu-west-1:111122223333:secret:cache",
  SERVICE_COUNT: "156",
  RELEASE_BAKE_MINUTES: "10",
  SERVICE_LOG_GROUPS: "/aws/lambda/validator,/aws/lambda/cache-updater",
});
