import { emulatorUrl } from "../local/emulator";
import { type Credentials, credentialsOf, endpointOf, regionOf } from "./aws-access";
import { UsageError } from "./errors";

/** Where the flags API is, and how requests to it are signed. */
export interface ApiLocation {
  /** Without a slash at its end. */
  readonly url: string;
  readonly region: string;
  readonly credentials: Credentials;
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
  const region = ofHost(url) || regionOf(environment);
  const endpoint = isAwsHost(url) ? endpointOf(environment) : undefined;
  const mapped = endpoint === undefined ? url : emulatorUrl(endpoint, url.href);
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

function ofHost(url: URL): string | undefined {
  return isAwsHost(url) ? url.host.split(".")[2] : undefined;
}
