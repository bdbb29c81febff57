import type { Rule } from "./rule";
import type { Subject } from "./subject";
import { hasControls, isBlank, isFiller } from "./text";

/** How far two clocks may be apart, in milliseconds. */
const SKEW = 5 * 60_000;

/** Times before it are seconds that somebody took for milliseconds. */
const EARLIEST = Date.parse("2020-01-01T00:00:00Z");

const MIN_REASON = 15;

const SHARED_USER =
  /^(?:root|admin(?:istrator)?|user|users|test|system|service|ci|cd|bot|deploy(?:er)?|anonymous|unknown|nobody|everyone|me|team)(?:@|$)/i;
const PRINCIPAL =
  /^(?:arn:aws[a-z-]{0,16}:(?:iam|sts)::\d{12}:[\w+=,.@/-]{1,1024}|arn:aws[a-z-]{0,16}:lambda:[a-z0-9-]{1,32}:\d{12}:function:[\w-]{1,64}(?::[\w$-]{1,128})?|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;
const ROOT = /^arn:aws[a-z-]{0,16}:iam::\d{12}:root$/;
const CORRELATION_ID = /^[\w.:=;/+-]{8,128}$/;

/** Who changed a flag, when and why, so that it can be told years later. */
export const auditRules: readonly Rule[] = [
  {
    id: "AUDIT-01",
    severity: "critical",
    sentence: "The reason and the user say something: neither is white space alone.",
    holds: ({ reason, user }) => (reason === "" || !isBlank(reason)) && (user === "" || !isBlank(user)),
  },
  {
    id: "AUDIT-02",
    severity: "advisory",
    sentence: `The reason has at least ${MIN_REASON} characters, enough to be understood by somebody who was not there.`,
    holds: ({ reason }) => reason === "" || reason.length >= MIN_REASON,
  },
  {
    id: "AUDIT-03",
    severity: "advisory",
    sentence: "The reason is no filler, such as test, update or fix.",
    holds: ({ reason }) => !isFiller(reason),
  },
  {
    id: "AUDIT-04",
    severity: "advisory",
    sentence: "Each version has a reason of its own, not the words of the version before it.",
    holds: ({ reason, previous }) => previous === undefined || reason === "" || previous.reason !== reason,
  },
  {
    id: "AUDIT-05",
    severity: "critical",
    sentence:
      "Reason, user, principal and correlation id hold no line break or other control character, which would forge entries of a log.",
    holds: ({ reason, user, principal, correlationId }) =>
      !hasControls(reason) && !hasControls(user) && !hasControls(principal) && !hasControls(correlationId),
  },
  {
    id: "AUDIT-06",
    severity: "advisory",
    sentence: "The user is one person or one named pipeline, no account that many share, such as root, admin or ci.",
    holds: ({ user }) => !SHARED_USER.test(user),
  },
  {
    id: "AUDIT-07",
    severity: "advisory",
    sentence:
      "The principal is the ARN of a role, a user or a function, or a Cognito subject, and never the account's root.",
    holds: ({ principal }) => principal === "" || (PRINCIPAL.test(principal) && !ROOT.test(principal)),
  },
  {
    id: "AUDIT-08",
    severity: "advisory",
    sentence: "A version that was written for an authenticated principal has the correlation id of that request.",
    holds: ({ principal, correlationId }) => principal === "" || CORRELATION_ID.test(correlationId),
  },
  {
    id: "AUDIT-09",
    severity: "critical",
    sentence: "No version is written before its flag was created, but for 5 minutes between two clocks.",
    holds: ({ createdAt, writtenAt }) => !(writtenAt < createdAt - SKEW),
  },
  {
    id: "AUDIT-10",
    severity: "critical",
    sentence: "No version is written in the future, but for 5 minutes between two clocks.",
    holds: ({ writtenAt, context }) => !(writtenAt > context.now + SKEW),
  },
  {
    id: "AUDIT-11",
    severity: "critical",
    sentence: "Times are in milliseconds since 1970: none is before the year 2020, where seconds would be.",
    holds: ({ createdAt, writtenAt }) => !(createdAt < EARLIEST) && !(writtenAt < EARLIEST),
  },
  {
    id: "AUDIT-12",
    severity: "advisory",
    sentence:
      "The user is who signed in, where the principal's session carries an email address: nobody writes in another's name.",
    holds: isWhoSignedIn,
  },
];

/** The last part of an assumed role's ARN is the session's name, which single sign-on sets to the email. */
function isWhoSignedIn({ principal, user }: Subject): boolean {
  if (principal === "" || user === "" || !principal.includes("@")) return true;
  const session = principal.slice(principal.lastIndexOf("/") + 1);
  return !session.includes("@") || session.toLowerCase() === user.toLowerCase();
}
