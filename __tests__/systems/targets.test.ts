import { describe, expect, it } from "@jest/globals";
import { Testing } from "cdktf";
import type { TerraformJson } from "../../modules/guardrails/terraform-json";
import { SYSTEMS } from "../../modules/systems/systems";
import { TARGETS, type Target, targetFromEnvironment } from "../../modules/target";
import { codeOfSystems } from "../helpers/code-of-systems";

const code = codeOfSystems();

describe.each(Object.entries(SYSTEMS))("%s", (name, System) => {
  const synthesize = (target: Target): TerraformJson =>
    JSON.parse(Testing.synth(new System(Testing.app(), { target, code }), true));
  const json = Object.fromEntries(TARGETS.map((target) => [target, synthesize(target)])) as Record<
    Target,
    TerraformJson
  >;

  it("ALL-01 differs between its targets in backend, provider, the provider's variables and where secrets come from, and in nothing else", () => {
    expect(common(json.local)).toEqual(common(json.aws));
    expect(common(json.module)).toEqual(common(json.aws));
  });

  it("ALL-01 makes its secrets itself everywhere but on a laptop, where each is a sensitive variable", () => {
    const generated = Object.keys(json.aws.resource?.random_password ?? {});
    expect(json.local.resource?.random_password).toBeUndefined();
    expect(json.local.provider?.random).toBeUndefined();
    expect(sensitiveVariables(json.local)).toHaveLength(generated.length);
    expect(sensitiveVariables(json.aws)).toEqual([]);
  });

  it("ALL-01 has one S3 backend that init completes, so that no account is named in it", () => {
    expect(json.aws.terraform).toEqual({
      required_version: ">= 1.10.0",
      required_providers: {
        aws: { source: "hashicorp/aws", version: "~> 5.0" },
        ...(json.aws.resource?.random_password && { random: { source: "hashicorp/random", version: "~> 3.5" } }),
      },
      backend: { s3: { key: `${name}/terraform.tfstate`, encrypt: true, use_lockfile: true } },
    });
  });

  it("ALL-01 keeps its state beside it where it runs on a laptop", () => {
    expect(json.local.terraform?.backend).toEqual({ local: { path: "terraform.tfstate" } });
  });

  it("ALL-01 leaves provider and backend to the caller of the module", () => {
    expect(json.module.provider).toBeUndefined();
    expect(Object.keys(json.module.terraform ?? {}).sort()).toEqual(["required_providers", "required_version"]);
    expect(JSON.stringify(json.module)).not.toContain('"//"');
  });

  it("ALL-02 plans without -var: every variable has a default", () => {
    expect(json.aws.variable).toMatchObject({
      environment: { type: "string", default: "dev" },
      cost_center: { default: "engineering" },
      owner: { default: "platform-team" },
    });
    for (const variable of Object.values(json.aws.variable ?? {})) expect(variable).toHaveProperty("default");
  });

  it("ALL-07 gives everything that can have tags the same ones, in the module too", () => {
    expect(json.module.locals?.tags).toEqual({
      environment: "${var.environment}",
      system: name,
      cost_center: "${var.cost_center}",
      owner: "${var.owner}",
      managed_by: "terraform",
    });
    expect(json.module.resource?.aws_kms_key?.key?.tags).toBe("${local.tags}");
  });

  it("ALL-03 tears down clean everywhere but in prod, where it refuses to lose data", () => {
    expect(json.aws.locals?.is_production).toBe('${var.environment == "prod"}');
    for (const bucket of Object.values(json.aws.resource?.aws_s3_bucket ?? {})) {
      expect(bucket.force_destroy).toBe("${!local.is_production}");
    }
    for (const table of Object.values(json.aws.resource?.aws_dynamodb_table ?? {})) {
      expect(table.deletion_protection_enabled).toBe("${local.is_production}");
    }
  });
});

describe("target", () => {
  it("is aws unless PLUMBLINE_TARGET says otherwise", () => {
    expect(targetFromEnvironment({})).toBe("aws");
    expect(targetFromEnvironment({ PLUMBLINE_TARGET: "module" })).toBe("module");
  });

  it("fails if PLUMBLINE_TARGET names no target, and lists them", () => {
    expect(() => targetFromEnvironment({ PLUMBLINE_TARGET: "azure" })).toThrow(/'azure'.*aws, local, module/);
  });
});

/** What the targets must have in common. */
function common(json: TerraformJson): unknown {
  const { provider: _provider, terraform, variable, resource, ...rest } = json;
  const { aws_region: _region, aws_endpoint: _endpoint, ...variables } = variable ?? {};
  const secrets = sensitiveVariables(json);
  const open = Object.entries(variables).filter(([name]) => !secrets.includes(name));
  const { backend: _backend, required_providers, ...settings } = terraform ?? {};
  const { random_password: _secrets, ...resources } = resource ?? {};
  const { random: _random, aws, ...others } = (required_providers ?? {}) as Record<string, Record<string, unknown>>;
  // Where there is no provider block, this says which providers of other Regions the caller passes.
  const { configuration_aliases: _aliases, ...versions } = aws ?? {};
  const providers = { ...others, aws: versions };
  const text = JSON.stringify({
    ...rest,
    variable: Object.fromEntries(open),
    terraform: { ...settings, providers },
    resource: resources,
  });
  return JSON.parse(
    text.replace(/\$\{random_password\.\w+\.result\}/g, "SECRET").replace(/\$\{var\.\w+_auth_token\}/g, "SECRET"),
  );
}

function sensitiveVariables(json: TerraformJson): readonly string[] {
  return Object.entries(json.variable ?? {}).flatMap(([name, { sensitive }]) => (sensitive === true ? [name] : []));
}
