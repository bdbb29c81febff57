import { SNSClient } from "@aws-sdk/client-sns";
import { tracer } from "../tracer";
import { clientOptions } from "./client-options";

export const sns = tracer.captureAWSv3Client(new SNSClient(clientOptions));
