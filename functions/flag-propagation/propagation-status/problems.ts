import { Problem } from "../../shared/http/problem";

export function cachesUnreadable(cause: unknown): Problem {
  const problem = new Problem({
    status: 503,
    slug: "caches-unreadable",
    title: "The services' caches cannot be read",
    detail:
      "Redis did not answer, so it is not known which services have which version. The flag and its versions can be " +
      "read and written all the same. Repeat the request after the time in Retry-After.",
    headers: { "retry-after": "5" },
  });
  problem.cause = cause;
  return problem;
}
