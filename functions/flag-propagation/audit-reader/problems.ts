import { Problem } from "../../shared/http/problem";

export function auditUnreadable(cause: unknown): Problem {
  const problem = new Problem({
    status: 503,
    slug: "audit-unreadable",
    title: "The audit trail cannot be read",
    detail:
      "OpenSearch did not answer, or not for all of the trail. Entries wait in a queue meanwhile and none is lost. " +
      "Flags can be read and written all the same. Repeat the request after the time in Retry-After.",
    headers: { "retry-after": "5" },
  });
  problem.cause = cause;
  return problem;
}
