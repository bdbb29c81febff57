import type { FlagBody } from "../../functions/flag-propagation/flag/flag";
import type { Random } from "./random";
import { START } from "./scheduler";

const DAY = 86_400_000;

/** Flags of a history, by name; the last ones depend on the first. */
export const FLAG_IDS = ["checkout-express-lane", "search-new-ranking", "profile-dark-mode"] as const;

const instant = (days: number) => new Date(START + days * DAY).toISOString();

/**
 * A flag that keeps all critical rules, unlike any other of its history.
 *
 * @param marker tells this body from all others
 */
export function someBody(flagId: string, marker: string, random: Random): FlagBody {
  const dependsOn = FLAG_IDS[0];
  const depends = flagId !== dependsOn && random.chance(0.4);
  return {
    state: random.chance(0.85) ? "ENABLED" : "DISABLED",
    variants: { off: false, on: true },
    defaultVariant: "off",
    ...(random.chance(0.5) && {
      targeting: { if: [{ ends_with: [{ var: "email" }, "@example.com"] }, "on", "off"] },
    }),
    metadata: { area: "shop", marker },
    description: `Shows what is behind ${flagId}, as of ${marker}.`,
    kind: "release",
    owner: { team: "shop", email: "shop@example.com" },
    tags: ["shop"],
    schedule: { review_at: instant(30), expires_at: instant(90) },
    ...(depends && { dependencies: [{ flag_id: dependsOn, variant: "off" }] }),
    ticket: "SHOP-1234",
    approval: { by: "grace@example.com", at: instant(-1) },
  };
}
