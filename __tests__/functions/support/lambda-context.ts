import type { Context } from "aws-lambda";

export const lambdaContext = {
  functionName: "under-test",
  functionVersion: "1",
  invokedFunctionArn: "arn:aws:lambda:eu-west-1:111122223333:function:under-test:live",
  memoryLimitInMB: "512",
  awsRequestId: "c6af9ac6-7b61-11e6-9a41-93e8deadbeef",
  getRemainingTimeInMillis: () => 10_000,
} as Context;
