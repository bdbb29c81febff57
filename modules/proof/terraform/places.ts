import { type Attributes, text } from "../../guardrails/terraform-json";
import { blocksOf } from "./blocks";
import type { Place } from "./instance";
import { isUntold, type Value } from "./value";

/** What stands for the account and the region where the configuration names none. */
export const DEFAULT_PLACE: Place = { account: "111122223333", region: "us-east-1", partition: "aws" };

/** Where each provider of a configuration deploys to. */
export class Places {
  readonly main: Place;
  private readonly byProvider: ReadonlyMap<string, Place>;

  constructor(providers: unknown, resolve: (value: unknown) => Value) {
    const aws = blocksOf(providers).flatMap((byName) => blocksOf(byName.aws));
    this.byProvider = new Map(
      aws.map((provider) => [
        typeof provider.alias === "string" ? `aws.${provider.alias}` : "aws",
        placeIn(resolve(provider.region ?? null)),
      ]),
    );
    this.main = this.byProvider.get("aws") ?? DEFAULT_PLACE;
  }

  /** @returns where a block is deployed to; JSON may write its provider as `aws.west` or `${aws.west}`. */
  of(attributes: Attributes): Place {
    return this.byProvider.get(text(attributes.provider).replace(/^\$\{(.*)\}$/, "$1")) ?? this.main;
  }
}

function placeIn(region: Value): Place {
  return typeof region === "string" && region !== "" && !isUntold(region)
    ? { ...DEFAULT_PLACE, region, partition: partitionOf(region) }
    : DEFAULT_PLACE;
}

export function partitionOf(region: string): string {
  return region.startsWith("cn-") ? "aws-cn" : region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}
