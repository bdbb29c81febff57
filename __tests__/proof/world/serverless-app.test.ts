import { describe, expect, it } from "@jest/globals";
import { Testing } from "cdktf";
import { readGrants } from "../../../modules/proof/graph";
import { isUnknown } from "../../../modules/proof/model";
import { readWorld } from "../../../modules/proof/world";
import { ServerlessAppStack } from "../../../modules/systems/serverless-app/stack";
import { TARGETS } from "../../../modules/target";
import { someCode } from "../../helpers/test-system";

const code = someCode(["serverless-app/items", "serverless-app/changes"]);

describe.each(TARGETS)("serverless-app for %s", (target) => {
  const json = JSON.parse(Testing.synth(new ServerlessAppStack(Testing.app(), { target, code }), true));
  const world = readWorld(json);
  const grants = readGrants(world);

  it("is read to the end", () => {
    expect(world.findings).toEqual([]);
    expect(grants.findings).toEqual([]);
    expect(world.resources.filter(({ attributes }) => isUnknown(attributes))).toEqual([]);
    expect(JSON.stringify(world.resources)).not.toContain("${");
  });

  it("tells what the function that publishes changes may do", () => {
    const role = world.resource("aws_iam_role.changes_role")?.attributes.arn;
    const publish = grants
      .identity(String(role))
      .flatMap(({ statements }) => statements)
      .find(({ actions }) => actions?.includes("sns:Publish"));
    expect(publish?.resources).toEqual(["arn:aws:sns:us-east-1:111122223333:serverless-app-item-changes-dev"]);
  });

  it("tells who may invoke the function behind the API", () => {
    const alias = String(world.resource("aws_lambda_alias.items_api_live")?.attributes.arn);
    expect(world.owner(alias)?.address).toBe("aws_lambda_alias.items_api_live");
    const permissions = world.resources.filter(({ type }) => type === "aws_lambda_permission");
    expect(permissions.length).toBeGreaterThan(0);
    expect(grants.resource(alias).map(({ address }) => address)).toEqual(permissions.map(({ address }) => address));
  });
});
