import { emulatorUrl } from "../local/emulator";
import { UsageError } from "./errors";

/** Where the flags API is, and how requests to it are signed. */
export interface ApiLocation {
  /** Without a slash at its end. */
  readonly url: string;
  readonly region: string;
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
}

/** @throws UsageError for what is missing, with what gives it. */
export function locateApi(api: string | undefined, environment: NodeJS.ProcessEnv): ApiLocation {
  const given = api ?? environment.FLAGS_API_URL;
  if (given === undefined || given === "") {
    throw new UsageError(
      "Where is the flags API? Give --api URL or set FLAGS_API_URL: the stack's output flag_propagation_api_url, or what the file says that npm start -- flag-propagation writes.",
    );
  }
  const url = parsed(given, api === undefined ? "FLAGS_API_URL" : "--api");
  const region = regionOf(url, environment);
  const mapped = isAwsHost(url) && environment.AWS_ENDPOINT_URL ? atEmulator(url, environment.AWS_ENDPOINT_URL) : url;
  return { url: mapped.href.replace(/\/+$/, ""), region, credentials: credentialsOf(environment) };
}

function parsed(given: string, from: string): URL {
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (url !== undefined && ["http:", "https:"].includes(url.protocol) && url.search === "" && url.hash === "")
    return url;
  throw new UsageError(
    `${from} is '${given}', which must be a URL without a query, such as https://abc123.execute-api.us-east-1.amazonaws.com/v1.`,
  );
}

function isAwsHost({ host }: URL): boolean {
  return host.split(".")[1] === "execute-api";
}

function atEmulator(url: URL, endpoint: string): URL {
  if (URL.canParse(endpoint)) return emulatorUrl(endpoint, url.href);
  throw new UsageError(`AWS_ENDPOINT_URL is '${endpoint}', which must be a URL, such as http://127.0.0.1:4566.`);
}

function regionOf(url: URL, environment: NodeJS.ProcessEnv): string {
  const ofHost = isAwsHost(url) ? url.host.split(".")[2] : undefined;
  const region = ofHost || environment.AWS_REGION || environment.AWS_DEFAULT_REGION;
  if (region) return region;
  throw new UsageError("The region is missing, which requests are signed for. Set AWS_REGION, such as us-east-1.");
}

function credentialsOf(environment: NodeJS.ProcessEnv): ApiLocation["credentials"] {
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
