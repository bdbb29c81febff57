import { setTimeout as sleep } from "node:timers/promises";

const POLL_MS = 200;

/** Asks again until there is an answer. @throws after the budget, saying what was waited for and what came last. */
export async function eventually<T>(what: string, budgetMs: number, ask: () => Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + budgetMs;
  do {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await sleep(POLL_MS);
  } while (Date.now() < deadline);
  throw new Error(`Waited ${budgetMs} ms for ${what}.`);
}
