import { describe, expect, it } from "@jest/globals";
import { locateApi } from "../../../tools/flag/api-location";
import { ENVIRONMENT } from "./support/run-flag";

const ON_AWS = "https://abc123.execute-api.eu-west-1.amazonaws.com/v1";

describe("where the CLI finds the flags API", () => {
  it("is --api, before FLAGS_API_URL", () => {
    const environment = { ...ENVIRONMENT, FLAGS_API_URL: "https://flags.example.com/" };
    expect(locateApi(ON_AWS, environment).url).toBe(ON_AWS);
    expect(locateApi(undefined, environment).url).toBe("https://flags.example.com");
  });

  it("is where the emulator answers AWS's URL, when AWS_ENDPOINT_URL names one", () => {
    const environment = { ...ENVIRONMENT, AWS_ENDPOINT_URL: "http://127.0.0.1:4566" };
    expect(locateApi(ON_AWS, environment).url).toBe("http://127.0.0.1:4566/_aws/execute-api/abc123/v1");
    expect(locateApi("http://127.0.0.1:4566/_aws/execute-api/abc123/v1", environment).url).toBe(
      "http://127.0.0.1:4566/_aws/execute-api/abc123/v1",
    );
  });

  it("is signed for the region of its host, before the environment's", () => {
    expect(locateApi(ON_AWS, ENVIRONMENT).region).toBe("eu-west-1");
    expect(locateApi("https://flags.example.com", ENVIRONMENT).region).toBe("us-east-1");
    expect(
      locateApi("https://flags.example.com", { ...ENVIRONMENT, AWS_REGION: "", AWS_DEFAULT_REGION: "x" }).region,
    ).toBe("x");
  });

  it("takes a session token along", () => {
    const { credentials } = locateApi(ON_AWS, { ...ENVIRONMENT, AWS_SESSION_TOKEN: "session" });
    expect(credentials).toEqual({ accessKeyId: "test", secretAccessKey: "test", sessionToken: "session" });
  });

  it.each([
    ["no URL", undefined, {}, "Where is the flags API? Give --api URL or set FLAGS_API_URL"],
    ["no URL at all", "flags", {}, "--api is 'flags', which must be a URL without a query"],
    ["a file", "file:///etc/passwd", {}, "--api is 'file:///etc/passwd', which must be a URL"],
    ["no region", "https://flags.example.com", { AWS_REGION: undefined }, "Set AWS_REGION, such as us-east-1."],
    ["no key", ON_AWS, { AWS_ACCESS_KEY_ID: undefined }, "AWS_ACCESS_KEY_ID is not set, and requests are signed."],
    ["no secret", ON_AWS, { AWS_SECRET_ACCESS_KEY: "" }, "AWS_SECRET_ACCESS_KEY is not set"],
    ["a strange endpoint", ON_AWS, { AWS_ENDPOINT_URL: "here" }, "AWS_ENDPOINT_URL is 'here', which must be a URL"],
  ])("fails if given %s, and says what gives it", (_, api, change, message) => {
    expect(() => locateApi(api, { ...ENVIRONMENT, ...change })).toThrow(message);
  });
});
