import { documentJson } from "./policy-document";
import { hash, type StandIns, same } from "./stand-ins";

/** Data sources that describe where things are deployed, and generated values whose content no wiring depends on. */
export const DATA_STAND_INS: Readonly<Record<string, StandIns>> = {
  aws_availability_zones: {
    names: ({ region }) => ["a", "b", "c"].map((zone) => `${region}${zone}`),
    id: ({ region }) => region,
  },
  aws_caller_identity: {
    account_id: ({ account }) => account,
    id: ({ account }) => account,
    arn: ({ account, partition }) => `arn:${partition}:iam::${account}:user/terraform`,
    user_id: (thing) => `AIDA${hash(thing, 17).toUpperCase()}`,
  },
  aws_iam_policy_document: { json: documentJson, minified_json: documentJson, id: (thing) => hash(thing, 10) },
  aws_partition: {
    partition: ({ partition }) => partition,
    id: ({ partition }) => partition,
    dns_suffix: () => "amazonaws.com",
    reverse_dns_prefix: () => "com.amazonaws",
  },
  aws_region: {
    name: ({ region }) => region,
    region: ({ region }) => region,
    id: ({ region }) => region,
    endpoint: ({ region }) => `ec2.${region}.amazonaws.com`,
  },
  random_id: { hex: (thing) => hash(thing, 16), id: same("hex"), b64_url: (thing) => hash(thing, 11) },
  random_password: { result: (thing) => hash(thing, 32), id: () => "none" },
  random_pet: { id: (thing) => `pet-${hash(thing, 8)}` },
  random_string: { result: (thing) => hash(thing, 16), id: same("result") },
  random_uuid: { result: (thing) => hash(thing, 32), id: same("result") },
};
