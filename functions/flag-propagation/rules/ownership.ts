import type { Rule } from "./rule";
import { isBlank, isFiller } from "./text";

const DAY = 86_400_000;
const APPROVAL_DAYS = 14;

/** How far the clock of who approved may be ahead of the clock of who wrote, in milliseconds. */
const SKEW = 5 * 60_000;

const MIN_DESCRIPTION = 20;
const MAX_EMAIL = 254;

const ADDRESS = /^(?!\.)[\w'+.-]{0,63}[\w+-]@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,8}[a-z]{2,63}$/i;
const TEAM = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
const NOBODY = /^(?:none|nobody|no-?one|n\/?a|unknown|unowned|tbd|todo|everyone|all|anybody|anyone|team|owner|x+)$/i;
const UNREAD = /^(?:no-?reply|do-?not-?reply|bounces?|mailer-daemon|postmaster)[@+]/i;
const TICKET = /^(?:[A-Z][A-Z0-9]{0,15}-\d{1,9}|(?:[\w.-]{1,40}\/[\w.-]{1,40})?#\d{1,9}|https:\/\/\S{1,56})$/;

/** Who answers for a flag, who agreed to it, and whether a stranger can tell what it does. */
export const ownershipRules: readonly Rule[] = [
  {
    id: "OWNER-01",
    severity: "critical",
    sentence: "The owner's email is an address that mail can be sent to.",
    holds: ({ email }) => email === "" || isAddress(email),
  },
  {
    id: "OWNER-02",
    severity: "critical",
    sentence: "The owner's team is named by more than white space.",
    holds: ({ team }) => team === "" || !isBlank(team),
  },
  {
    id: "OWNER-03",
    severity: "advisory",
    sentence:
      "The owner's team is written in lower-case words joined by hyphens, so that all its flags are found together.",
    holds: ({ team }) => team === "" || TEAM.test(team),
  },
  {
    id: "OWNER-04",
    severity: "advisory",
    sentence: "The owner is a team that exists, no filler such as none, unknown or everyone.",
    holds: ({ team }) => team.length > 8 || !NOBODY.test(team),
  },
  {
    id: "OWNER-05",
    severity: "advisory",
    sentence: "The owner's email is the team's, not that of the user who writes this version and may leave.",
    holds: ({ email, user }) => email === "" || !sameName(email, user),
  },
  {
    id: "OWNER-06",
    severity: "advisory",
    sentence: "The owner's email is one that somebody reads, no address such as no-reply.",
    holds: ({ email }) => !UNREAD.test(email),
  },
  {
    id: "OWNER-07",
    severity: "critical",
    sentence: "Nobody approves a change of their own: who approved is not the user who writes it.",
    holds: ({ approvedBy, user }) => approvedBy === "" || !sameName(approvedBy, user),
  },
  {
    id: "OWNER-08",
    severity: "critical",
    sentence: "A change is approved before it is written, but for 5 minutes between two clocks.",
    holds: ({ approvedAt, writtenAt }) => !(approvedAt > writtenAt + SKEW),
  },
  {
    id: "OWNER-09",
    severity: "advisory",
    sentence: `An approval is at most ${APPROVAL_DAYS} days old when the change is written.`,
    holds: ({ approvedAt, writtenAt }) => !(writtenAt - approvedAt > APPROVAL_DAYS * DAY),
  },
  {
    id: "OWNER-10",
    severity: "advisory",
    sentence: "Each version has an approval of its own, not one that the version before it had already.",
    holds: ({ approvedAt, approvedBy, previous }) =>
      previous === undefined || previous.approvedAt !== approvedAt || previous.approvedBy !== approvedBy,
  },
  {
    id: "OWNER-11",
    severity: "advisory",
    sentence: "A person approves, not the address that all of the owner's team share.",
    holds: ({ approvedBy, email }) => approvedBy === "" || !sameName(approvedBy, email),
  },
  {
    id: "OWNER-12",
    severity: "advisory",
    sentence: "A flag that changes from one team to another is approved.",
    holds: ({ previous, team, raw, deleted }) =>
      deleted ||
      previous === undefined ||
      previous.team === "" ||
      team === "" ||
      previous.team === team ||
      raw.approval !== undefined,
  },
  {
    id: "OWNER-13",
    severity: "advisory",
    sentence: `The description has at least ${MIN_DESCRIPTION} characters, enough to say what happens where the flag is on.`,
    holds: ({ description }) => description === "" || description.length >= MIN_DESCRIPTION,
  },
  {
    id: "OWNER-14",
    severity: "advisory",
    sentence: "The description says more than the flag's id does.",
    holds: ({ description, flagId }) => description === "" || !saysTheSame(description, flagId),
  },
  {
    id: "OWNER-15",
    severity: "advisory",
    sentence: "The description is no filler that somebody meant to replace, such as TODO or TBD.",
    holds: ({ description }) => !isFiller(description),
  },
  {
    id: "OWNER-16",
    severity: "advisory",
    sentence:
      "A ticket is a key such as SHOP-123, a number such as #123 or an https address, so that tools can link to it.",
    holds: ({ ticket }) => ticket === "" || TICKET.test(ticket),
  },
  {
    id: "OWNER-17",
    severity: "advisory",
    sentence: "An experiment or a permission names the ticket that asked for it.",
    holds: ({ kind, raw }) => (kind !== "experiment" && kind !== "permission") || raw.ticket !== undefined,
  },
  {
    id: "OWNER-18",
    severity: "advisory",
    sentence: "A flag carries each of its tags once.",
    holds: ({ tags }) => areDistinct(tags),
  },
];

function isAddress(email: string): boolean {
  return email.length <= MAX_EMAIL && ADDRESS.test(email) && !email.includes("..");
}

/** Whether two names are of one person, however they are capitalised. */
function sameName(one: string, other: string): boolean {
  return one.length === other.length && (one === other || one.toLowerCase() === other.toLowerCase());
}

/** Whether a text is the words of an id, with or without their hyphens. */
function saysTheSame(text: string, id: string): boolean {
  const difference = text.length - id.length;
  if (difference < 0 || difference > 1) return false;
  return text.slice(0, id.length).toLowerCase().replaceAll(" ", "-") === id;
}

/** Most tags that are compared; a list of more is another rule's. */
const MAX_TAGS = 64;

function areDistinct(tags: readonly string[]): boolean {
  if (tags.length > MAX_TAGS) return true;
  for (let index = 1; index < tags.length; index++) {
    const tag = tags[index];
    if (tag !== undefined && tag !== "" && tags.indexOf(tag) < index) return false;
  }
  return true;
}
