import { SQSClient } from "@aws-sdk/client-sqs";
import { tracer } from "../tracer";
import { clientOptions } from "./client-options";

export const sqs = tracer.captureAWSv3Client(new SQSClient(clientOptions));
