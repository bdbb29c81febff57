import { describe, expect, it } from "@jest/globals";
import { readRequest } from "../../../../functions/flag-propagation/consistency-checker/request";

describe("a request to the consistency checker", () => {
  it.each([
    { operation: "check", flag_id: "new-menu", version: 3 },
    { operation: "sweep" },
    { operation: "logs", from: 1, to: 1 },
    { operation: "logs", flag_id: "new-menu", from: 1, to: Number.MAX_SAFE_INTEGER },
  ])("FLAG-06 is read as it is: %j", (request) => {
    expect(readRequest(request)).toEqual(request);
  });

  it.each([
    [undefined, "'operation' is undefined. It has to be check, sweep or logs."],
    [{ operation: "repair" }, `'operation' is "repair". It has to be check, sweep or logs.`],
    [
      { operation: "check", version: 1 },
      "'flag_id' is undefined. It has to be the id of a flag, such as new-checkout.",
    ],
    [
      { operation: "check", flag_id: "new-menu", version: "1" },
      `'version' is "1". It has to be a whole number above 0.`,
    ],
    [{ operation: "check", flag_id: "new-menu", version: 0 }, "'version' is 0. It has to be a whole number above 0."],
    [{ operation: "logs", from: -1, to: 1 }, "'from' is -1. It has to be milliseconds since 1970."],
    [{ operation: "logs", from: 5, to: 4 }, "'to' is 4. It has to be milliseconds since 1970, 5 or later."],
  ])("FLAG-06 is refused by name: %j", (request, message) => {
    expect(() => readRequest(request)).toThrow(expect.objectContaining({ name: "InvalidRequest", message }));
  });

  it.each(['a" | fields @message', "a\nb", "UPPER", `a${"b".repeat(64)}`])(
    "FLAG-06 lets no text into a query that is no flag's id: %j",
    (flag_id) => {
      const request = { operation: "logs", flag_id, from: 1, to: 2 };
      expect(() => readRequest(request)).toThrow("'flag_id' is");
    },
  );
});
