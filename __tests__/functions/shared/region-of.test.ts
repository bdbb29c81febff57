import { describe, expect, it } from "@jest/globals";
import { regionOf } from "../../../functions/shared/aws/region-of";

describe("the Region of an ARN", () => {
  it("is its fourth part", () => {
    expect(regionOf("arn:aws-cn:dynamodb:cn-north-1:111122223333:table/flags")).toBe("cn-north-1");
  });

  it.each(["flags", "arn:aws:s3:::flags", "arn:aws:dynamodb:us-west-2", ""])("is not there in '%s'", (arn) => {
    expect(() => regionOf(arn)).toThrow(`'${arn}' is no ARN of something in a Region`);
  });
});
