import type { Rule } from "../rule";
import { firstNested, isSet } from "../terraform-json";

/** What differs from one account to the next, or must not be written down at all. */
const GIVEN_AT_INIT = [
  "access_key",
  "assume_role",
  "bucket",
  "profile",
  "role_arn",
  "secret_key",
  "shared_config_files",
  "shared_credentials_file",
  "shared_credentials_files",
  "token",
];

export const backendWithAccountDetails: Rule = {
  id: "backend-with-account-details",
  requirements: ["ALL-01"],
  check: ({ json }) => {
    const s3 = firstNested(firstNested(json.terraform?.backend).s3);
    return GIVEN_AT_INIT.filter((argument) => isSet(s3[argument])).map((argument) => ({
      address: "terraform",
      fault: `the s3 backend names its ${argument}`,
      remedy: "Leave it out and give it at init with -backend-config",
    }));
  },
};
