import { describe, expect, it } from "@jest/globals";
import { readRequest } from "../../../../functions/flag-propagation/rollback/read-request";
import { disagreement, request } from "../support/rollback-under-test";

describe("a request for a rollback", () => {
  it.each([
    ["of listed disagreements", request(5)],
    ["with how many disagree", request(5, { disagreeing: 21, services: 156 })],
    ["of a service without an entry", request(1, { disagreements: [disagreement(null)] })],
    ["without any disagreement listed", request(1, { disagreements: [] })],
  ])("FLAG-07 is read: %s", (_, asked) => {
    expect(readRequest({ ...asked, "from.the.state.machine": true })).toEqual(asked);
  });

  it.each([
    [undefined, "flag_id as a text that is not empty, was given undefined"],
    [{}, "flag_id as a text that is not empty"],
    [{ ...request(1), flag_id: "" }, 'was given ""'],
    [{ ...request(1), version: 0 }, "version as a whole number from 1 on, was given 0"],
    [{ ...request(1), version: "1" }, 'was given "1"'],
    [{ ...request(1), disagreements: {} }, "disagreements as a list of"],
    [{ ...request(1), disagreements: [null] }, "disagreements as a list of"],
    [{ ...request(1), disagreements: [{ ...disagreement(1), kind: "odd" }] }, "disagreements as a list of"],
    [{ ...request(1), disagreements: [{ ...disagreement(1), version: "1" }] }, "disagreements as a list of"],
    [{ ...request(1), services: 0 }, "services as a whole number from 1 on, or left out, was given 0"],
  ])("FLAG-07 fails with what is wrong with it: %j", (event, fault) => {
    expect(() => readRequest(event)).toThrow(fault);
  });
});
