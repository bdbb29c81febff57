import { afterEach, describe, expect, it } from "@jest/globals";
import { env } from "../../../functions/shared/env";

const NAME = "PLUMBLINE_TEST_VARIABLE";

describe("an environment variable", () => {
  afterEach(() => {
    delete process.env[NAME];
  });

  it("is read", () => {
    process.env[NAME] = "value";
    expect(env(NAME)).toBe("value");
  });

  it("is named with the remedy when it is not set", () => {
    expect(() => env(NAME)).toThrow(`Environment variable ${NAME} is not set. Set it in the function's environment.`);
  });

  it("is named when it is empty", () => {
    process.env[NAME] = "";
    expect(() => env(NAME)).toThrow(`Environment variable ${NAME} is empty.`);
  });
});
