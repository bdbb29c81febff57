import { Problem } from "../../shared/http/problem";
import { notFound } from "../../shared/http/problems";
import type { Rule } from "../rules/rule";

export const noSuchFlag = (flagId: string) => notFound(`There is no flag '${flagId}', or it was deleted.`);

export const flagExists = (flagId: string, version: number) =>
  new Problem({
    status: 409,
    slug: "flag-exists",
    title: "There is a flag of this id",
    detail: `The flag '${flagId}' is there, at version ${version}. Change it with PUT and its ETag, or choose another id.`,
  });

export const flagUnreadable = (flagId: string) =>
  new Problem({
    status: 409,
    slug: "flag-unreadable",
    title: "The flag's record cannot be read",
    detail:
      `The current record of '${flagId}' in the flags table has no version that is a whole number from 1 on, which ` +
      "this API never wrote. Put the newest version of its history back in its place.",
  });

export const historyAhead = (flagId: string, version: number) =>
  new Problem({
    status: 409,
    slug: "flag-history-ahead",
    title: "The flag's history is ahead of its current record",
    detail:
      `The history of '${flagId}' has version ${version} already, so its current record in the flags table was put ` +
      "back or removed beside this API. Put the newest version of its history in its place, and repeat the request.",
  });

export const breaksRules = (broken: readonly Rule[]) =>
  new Problem({
    status: 422,
    slug: "flag-breaks-rules",
    title: "The flag breaks critical rules",
    detail: `Nothing was written. Mend what is listed in errors, and try with ?dry_run=true what all rules decide.`,
    errors: broken.map(({ id, sentence }) => ({ pointer: "", detail: `${id}: ${sentence}` })),
  });
