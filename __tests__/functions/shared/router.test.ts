import { describe, expect, it } from "@jest/globals";
import { match, type Route } from "../../../functions/shared/http/router";

const routes: readonly Route[] = [
  { method: "GET", path: "/things/{id}", operation: "getThing" },
  { method: "GET", path: "/things/{id}/parts/{part}", operation: "getPart" },
];

describe("a route", () => {
  it("gives each parameter its segment", () => {
    const { route, parameters } = match(routes, "GET", "/things/a%20b/parts/7");
    expect(route.operation).toBe("getPart");
    expect(parameters).toEqual({ id: "a%20b", part: "7" });
  });

  it.each([["/things/"], ["/things//parts/7"], ["/things/1/"], ["things/1"]])("does not match %s", (path) => {
    expect(() => match(routes, "GET", path)).toThrow("There is nothing at");
  });
});
