import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { tracer } from "../tracer";
import { clientOptions } from "./client-options";

export const dynamodb = tracer.captureAWSv3Client(new DynamoDBClient(clientOptions));

export const documents = DynamoDBDocumentClient.from(dynamodb, { marshallOptions: { removeUndefinedValues: true } });
