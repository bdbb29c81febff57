import { describe, expect, it } from "@jest/globals";
import { emulatorUrl } from "../../../tools/local/emulator";

const ENDPOINT = "http://127.0.0.1:40123";

describe("a URL that AWS would answer", () => {
  it("of a REST API's stage keeps id, stage, path and query", () => {
    const url = emulatorUrl(
      ENDPOINT,
      "https://a1b2c3d4.execute-api.us-east-1.amazonaws.com/dev/items/1?limit=2&cursor=a%20b",
    );
    expect(url.href).toBe(`${ENDPOINT}/_aws/execute-api/a1b2c3d4/dev/items/1?limit=2&cursor=a%20b`);
  });

  it("of a function keeps id and path", () => {
    const url = emulatorUrl(ENDPOINT, "https://0123abcd.lambda-url.us-east-1.on.aws/stream");
    expect(url.href).toBe(`${ENDPOINT}/_aws/lambda-url/0123abcd/stream`);
  });

  it("of any other host is refused with what is allowed", () => {
    expect(() => emulatorUrl(ENDPOINT, "https://example.com/items")).toThrow(
      expect.objectContaining({ name: "UserError", message: expect.stringContaining("'https://example.com/items'") }),
    );
  });
});
