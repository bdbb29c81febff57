import { expect } from "@jest/globals";

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Asserts a whole problem document (RFC 9457), so that no test is content with the status alone. */
export function expectProblem(answer: Answer, status: number, slug: string): void {
  expect({ status: answer.status, type: answer.body.type }).toEqual({ status, type: `urn:plumbline:problem:${slug}` });
  expect(answer.headers["content-type"]).toBe("application/problem+json");
  expect(answer.body).toMatchObject({
    title: expect.stringMatching(/./),
    status,
    detail: expect.stringMatching(/./),
    instance: expect.any(String),
    correlation_id: answer.headers["x-correlation-id"],
  });
  expect(JSON.stringify(answer.body)).not.toMatch(/\bat .+:\d+:\d+/);
}
