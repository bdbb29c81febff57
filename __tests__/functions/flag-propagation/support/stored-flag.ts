import type { FlagVersion } from "../../../../functions/flag-propagation/flag/flag-version";

export const ID = "new-menu";

export const identity = {
  flag_id: ID,
  environment: "test",
  created_at: 1_000,
  written_at: 2_000,
  reason: "Start the trial.",
  user: "ada@example.com",
};

export const live = {
  ...identity,
  version: 2,
  state: "ENABLED",
  variants: { on: true, off: false },
  defaultVariant: "off",
  description: "Shows the menu.",
  kind: "release",
  owner: { team: "shop", email: "shop@example.com" },
} as FlagVersion;

/** The same as DynamoDB writes it. */
export const liveItem = {
  flag_id: { S: ID },
  version: { N: "2" },
  environment: { S: "test" },
  created_at: { N: "1000" },
  written_at: { N: "2000" },
  reason: { S: "Start the trial." },
  user: { S: "ada@example.com" },
  state: { S: "ENABLED" },
  variants: { M: { on: { BOOL: true }, off: { BOOL: false } } },
  defaultVariant: { S: "off" },
  description: { S: "Shows the menu." },
  kind: { S: "release" },
  owner: { M: { team: { S: "shop" }, email: { S: "shop@example.com" } } },
};
