import type { Rule } from "../rule";
import { isTrue } from "../terraform-json";

export const identityPoolOpenToGuests: Rule = {
  id: "identity-pool-open-to-guests",
  requirements: ["ALL-04"],
  check: (stack) =>
    stack
      .resources("aws_cognito_identity_pool")
      .filter(({ attributes }) => isTrue(attributes.allow_unauthenticated_identities))
      .map(({ address }) => ({
        address,
        fault: "it gives credentials of AWS to whoever asks, signed in or not",
        remedy: "Set allow_unauthenticated_identities = false",
      })),
};
