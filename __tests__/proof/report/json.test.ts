import { describe, expect, it } from "@jest/globals";
import { jsonReport } from "../../../modules/proof/report/json";
import { someEdge, someFinding, someStack } from "./some-proof";

describe("the JSON of a proof", () => {
  it("holds every connection with its calls and their evidence", () => {
    const report = JSON.parse(jsonReport([someStack()]));
    expect(report).toEqual({
      version: 1,
      holds: true,
      stacks: [{ name: "shop", file: "cdktf.out/stacks/shop/cdk.tf.json", edges: [someEdge()], findings: [] }],
    });
  });

  it("says that a proof with a finding does not hold", () => {
    const report = JSON.parse(jsonReport([someStack(), someStack({ findings: [someFinding()] })]));
    expect(report).toMatchObject({ holds: false, stacks: [{}, { findings: [someFinding()] }] });
  });
});
