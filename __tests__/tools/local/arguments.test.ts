import { describe, expect, it } from "@jest/globals";
import { parseStartArguments } from "../../../tools/local/arguments";

const KNOWN = ["serverless-app", "task-management"];
const parse = (...args: string[]) => parseStartArguments(args, KNOWN, true);

describe("npm start's arguments", () => {
  it("name the systems to run, each once", () => {
    expect(parse("task-management", "task-management")?.systems).toEqual(["task-management"]);
  });

  it("run all systems where none is named", () => {
    expect(parse()?.systems).toEqual(KNOWN);
  });

  it("stay up on a terminal and end in a pipe", () => {
    expect(parseStartArguments([], KNOWN, true)?.afterwards).toBe("stay");
    expect(parseStartArguments([], KNOWN, false)?.afterwards).toBe("end");
  });

  it("end with --once on a terminal and leave all running with --keep in a pipe", () => {
    expect(parseStartArguments(["--once"], KNOWN, true)?.afterwards).toBe("end");
    expect(parseStartArguments(["--keep"], KNOWN, false)?.afterwards).toBe("keep");
  });

  it("give nothing to run when help is asked for", () => {
    expect(parse("--help")).toBeUndefined();
  });

  it("take an endpoint with or without a slash at its end", () => {
    expect(parse("--endpoint", "http://localhost:4566/")?.endpoint).toBe("http://localhost:4566");
  });

  it.each([
    [
      "an unknown system",
      ["serverles-app"],
      "There is no system 'serverles-app'. The systems are: serverless-app, task-management.",
    ],
    ["an unknown option", ["--twice"], "Unknown option '--twice'."],
    ["--once with --keep", ["--once", "--keep"], "--once ends what --keep leaves running"],
    ["--port with --endpoint", ["--port", "1", "--endpoint", "http://localhost:1"], "give one of them"],
    ["a port that is no number", ["--port", "http"], "--port is 'http', which must be a number from 1 to 65535."],
    ["a port over the limit", ["--port", "65536"], "--port is '65536', which must be"],
    [
      "an endpoint without a scheme",
      ["--endpoint", "localhost:4566"],
      "--endpoint is 'localhost:4566', which must be a URL",
    ],
    ["an endpoint with a path", ["--endpoint", "http://localhost/aws"], "which must be a URL without a path"],
  ])("are refused for %s with what is allowed", (_case, args, message) => {
    expect(() => parse(...args)).toThrow(
      expect.objectContaining({ name: "UserError", message: expect.stringContaining(message) }),
    );
  });
});
