import { UsageError } from "./errors";

/** As whom AWS is called. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** @throws UsageError for what is missing, with what gives it. */
export function credentialsOf(environment: NodeJS.ProcessEnv): Credentials {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = environment;
  if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY) {
    const missing = AWS_ACCESS_KEY_ID ? "AWS_SECRET_ACCESS_KEY is" : "AWS_ACCESS_KEY_ID is";
    throw new UsageError(
      `${missing} not set, and requests are signed. With a profile: eval "$(aws configure export-credentials --format env)".`,
    );
  }
  return {
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    ...(AWS_SESSION_TOKEN && { sessionToken: AWS_SESSION_TOKEN }),
  };
}

/** @throws UsageError where none is set. */
export function regionOf(environment: NodeJS.ProcessEnv): string {
  const region = environment.AWS_REGION || environment.AWS_DEFAULT_REGION;
  if (region) return region;
  throw new UsageError("The region is missing, which requests are signed for. Set AWS_REGION, such as us-east-1.");
}

/** @returns what stands in for AWS, if anything. @throws UsageError for what is no URL. */
export function endpointOf({ AWS_ENDPOINT_URL: endpoint }: NodeJS.ProcessEnv): string | undefined {
  if (!endpoint) return undefined;
  if (URL.canParse(endpoint)) return endpoint;
  throw new UsageError(`AWS_ENDPOINT_URL is '${endpoint}', which must be a URL, such as http://127.0.0.1:4566.`);
}
