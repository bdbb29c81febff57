import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import {
  App,
  conditional,
  Fn,
  Lazy,
  propertyAccess,
  rawString,
  TerraformIterator,
  TerraformLocal,
  TerraformOutput,
  TerraformStack,
  TerraformVariable,
  Token,
} from "cdktf";
import type { Construct } from "constructs";

/** Whatever cdktf can resolve: synthesized with and without the lean modules, the bytes must be the same. */
class Everything extends TerraformStack {
  constructor(scope: Construct, id: string, neighbour?: SnsTopic) {
    super(scope, id);
    new AwsProvider(this, "aws", { region: "eu-central-1" });
    const count = new TerraformVariable(this, "count", { type: "number", default: 3 });
    const names = new TerraformVariable(this, "names", { type: "list(string)", default: ["a", "b"] });
    const tags = new TerraformVariable(this, "tags", { type: "map(string)", default: {} });
    const topic = new SnsTopic(this, "topic", { name: "plain", tags: tags.value });
    const queue = new SqsQueue(this, "queue", {
      name: `mixed-${topic.name}-$${escaped}-\${var.raw}`,
      delaySeconds: count.numberValue,
      policy: JSON.stringify({ number: count.numberValue, of: topic.arn }),
      forEach: TerraformIterator.fromList(names.listValue),
      dependsOn: [topic],
      lifecycle: { ignoreChanges: ["tags"], preventDestroy: false },
    });
    queue.addOverride("tags", { 'quoted "key"': "1e5", [`\${${topic.fqn}}`]: "token in a key", "2e5": "-1e-7" });
    queue.addOverride("redrive_policy", null);
    new TerraformLocal(this, "values", {
      string: "text",
      number: 1.5,
      negative: -7,
      zero: 0,
      yes: true,
      none: null,
      empty: {},
      list: [],
      nested: [[1, [2]], { a: [undefined] }],
      lazy: Lazy.stringValue({ produce: () => "made late" }),
      lazyList: Token.asList(Lazy.anyValue({ produce: () => [topic.arn, "plain"] })),
      lazyAny: Lazy.anyValue({ produce: () => ({ deep: topic.arn, omitted: undefined }) }),
      negativeToken: Token.asNumber("${var.count}"),
      map: Token.asStringMap("${var.tags}"),
      date: new Date(0),
      functions: [Fn.join(",", names.listValue), Fn.merge([tags.value, { a: "b" }]), Fn.jsonencode({ a: topic.arn })],
      conditional: conditional(Token.asAny(count.value), topic.arn, rawString("no")),
      property: propertyAccess(tags.value, ["a"]),
      text: 'line\nbreak, "quote", ${path.module}, %{if}, é, #{TfToken[not one]}',
    });
    new TerraformOutput(this, "out", { value: Fn.upper(topic.name), sensitive: true });
    if (neighbour !== undefined) new TerraformOutput(this, "neighbour", { value: neighbour.arn });
    this.topic = topic;
    this.addOverride("terraform.required_version", ">= 1.10");
  }

  readonly topic: SnsTopic;
}

const escaped = "{not.a.reference}";
const app = new App();
const first = new Everything(app, "first");
new Everything(app, "second", first.topic);
app.synth();
