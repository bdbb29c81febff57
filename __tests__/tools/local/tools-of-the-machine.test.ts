import { describe, expect, it } from "@jest/globals";
import { checkJavaVersion } from "../../../tools/local/java";
import { checkPythonVersion } from "../../../tools/local/python";
import { checkTerraformVersion, findTerraform } from "../../../tools/local/terraform-binary";

const userError = (message: string) =>
  expect.objectContaining({ name: "UserError", message: expect.stringContaining(message) });

describe("Python", () => {
  it.each([
    ["Python 3.10.0\n", "3.10"],
    ["Python 3.13.1\n", "3.13"],
  ])("is taken from 3.10 on: %j", (answer, version) => {
    expect(checkPythonVersion(answer)).toBe(version);
  });

  it.each(["Python 3.9.18\n", "Python 2.7.18\n", "something else"])(
    "is refused with its remedy when it is %j",
    (answer) => {
      expect(() => checkPythonVersion(answer)).toThrow(userError("apt-get install python3 python3-venv"));
      expect(() => checkPythonVersion(answer)).toThrow(userError(`'${answer.trim()}'`));
    },
  );

  it("that is missing is named with its remedy", () => {
    expect(() => checkPythonVersion(undefined)).toThrow(
      userError("There is no python3 on the PATH. Install Python 3.10"),
    );
  });
});

describe("Java", () => {
  it.each(['openjdk version "17.0.15" 2025-04-15\nOpenJDK Runtime Environment', 'openjdk version "21" 2023-09-19'])(
    "is taken from 17 on: %j",
    (answer) => {
      expect(() => checkJavaVersion("java", answer)).not.toThrow();
    },
  );

  it.each([
    ['java version "1.8.0_392"\nJava(TM) SE Runtime Environment', 'java version "1.8.0_392"'],
    ["javac 11.0.21\n", "javac 11.0.21"],
    ["something else", "something else"],
  ])("is refused with its remedy when it is %j", (answer, said) => {
    expect(() => checkJavaVersion("javac", answer)).toThrow(userError("apt-get install openjdk-17-jdk-headless"));
    expect(() => checkJavaVersion("javac", answer)).toThrow(userError(`The javac on the PATH is '${said}'`));
  });
});

describe("Terraform", () => {
  it("and OpenTofu are taken from 1.10 on, each with its own registry", () => {
    expect(checkTerraformVersion("terraform", "Terraform v1.11.4\non linux_amd64\n").registry).toBe(
      "registry.terraform.io",
    );
    expect(checkTerraformVersion("tofu", "OpenTofu v1.10.0\non darwin_arm64\n").registry).toBe("registry.opentofu.org");
  });

  it("that is too old is refused with its version and the remedy", () => {
    expect(() => checkTerraformVersion("terraform", "Terraform v1.9.8\n")).toThrow(
      userError("'terraform' is Terraform 1.9.8, and the stacks need 1.10. Install Terraform"),
    );
  });

  it("that TERRAFORM_BINARY_NAME names and that cannot be run is named", async () => {
    await expect(findTerraform({ TERRAFORM_BINARY_NAME: "no-such-terraform" })).rejects.toThrow(
      "TERRAFORM_BINARY_NAME is 'no-such-terraform', which cannot be run.",
    );
  });
});
