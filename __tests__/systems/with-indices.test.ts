import { expect, it } from "@jest/globals";
import { withIndices } from "../../modules/systems/with-indices";

const stack = (count?: string) => ({
  resource: {
    aws_sqs_queue: { events: { name: "events", ...(count !== undefined && { count }) }, events_late: { name: "late" } },
    aws_sqs_queue_policy: {
      events: {
        queue_url: "${aws_sqs_queue.events.url}",
        policy: '{"Resource":["${aws_sqs_queue.events.arn}","${aws_sqs_queue.events_late.arn}"]}',
        depends_on: ["aws_sqs_queue.events"],
      },
    },
  },
  output: { url: { value: '${join("", aws_sqs_queue.events[*].url)}' } },
});

it("refers to the one instance of what has a count, and leaves every other reference as it is", () => {
  expect(withIndices(stack("${var.wanted ? 1 : 0}"))).toEqual({
    ...stack("${var.wanted ? 1 : 0}"),
    resource: {
      ...stack("${var.wanted ? 1 : 0}").resource,
      aws_sqs_queue_policy: {
        events: {
          queue_url: "${aws_sqs_queue.events[0].url}",
          policy: '{"Resource":["${aws_sqs_queue.events[0].arn}","${aws_sqs_queue.events_late.arn}"]}',
          depends_on: ["aws_sqs_queue.events"],
        },
      },
    },
  });
});

it("changes nothing where nothing has a count", () => {
  const json = stack();
  expect(withIndices(json)).toBe(json);
});
