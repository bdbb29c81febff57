import { Cursor } from "./cursor";
import type { Token } from "./lexer";
import { ExpressionError, type Node } from "./syntax";
import { splitTemplate } from "./template";

/** Binary operators, the loosest first. */
const PRECEDENCE: readonly (readonly string[])[] = [
  ["||"],
  ["&&"],
  ["==", "!="],
  ["<", ">", "<=", ">="],
  ["+", "-"],
  ["*", "/", "%"],
];

/** Deeper than any hand writes, and far from exhausting the call stack. */
const DEEPEST = 100;
const LONGEST = 500;

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", '"': '"', "\\": "\\" };

/** @returns the tree of a string in Terraform JSON: `${…}` alone keeps its type, with text around it makes a string. */
export function parseTemplate(text: string): Node {
  return template(text, (literal) => literal, 0);
}

/** @throws ExpressionError for what is no expression. */
function parseExpression(source: string, depth = 0): Node {
  return new Parser(source, depth).whole();
}

function template(text: string, literalOf: (literal: string) => string, depth: number): Node {
  const parts = splitTemplate(text).map((part) =>
    "literal" in part ? literalOf(part.literal) : parseExpression(part.expression, depth + 1),
  );
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) {
    return typeof only === "string" ? { kind: "literal", text, value: only } : only;
  }
  return parts.length === 0 ? { kind: "literal", text, value: "" } : { kind: "template", text, parts };
}

/** One method a rule of the grammar. */
class Parser extends Cursor {
  constructor(
    source: string,
    private depth: number,
  ) {
    super(source);
  }

  whole(): Node {
    const node = this.expression();
    if (this.current.kind !== "end") {
      throw this.unexpected();
    }
    return node;
  }

  private expression(): Node {
    if (this.depth >= DEEPEST) {
      throw new ExpressionError(`nested deeper than ${DEEPEST} levels`);
    }
    this.depth += 1;
    const start = this.current.start;
    const condition = this.binary(0);
    const node = this.accept("?") ? this.branches(start, condition) : condition;
    this.depth -= 1;
    return node;
  }

  private branches(start: number, condition: Node): Node {
    const then = this.expression();
    this.expect(":");
    const otherwise = this.expression();
    return { kind: "conditional", text: this.since(start), condition, then, else: otherwise };
  }

  private binary(level: number): Node {
    const operators = PRECEDENCE[level];
    if (operators === undefined) {
      return this.unary();
    }
    const start = this.current.start;
    let left = this.binary(level + 1);
    for (let length = 0; this.current.kind === "operator" && operators.includes(this.current.text); length += 1) {
      this.refuseLonger(length);
      const operator = this.take().text;
      const right = this.binary(level + 1);
      left = { kind: "binary", text: this.since(start), operator, left, right };
    }
    return left;
  }

  private unary(): Node {
    const operators: Token[] = [];
    while (this.is("!") || this.is("-")) {
      this.refuseLonger(operators.length);
      operators.push(this.take());
    }
    return operators.reduceRight<Node>(
      (operand, { text, start }) => ({ kind: "unary", text: this.since(start), operator: text, operand }),
      this.traversal(),
    );
  }

  private traversal(): Node {
    const start = this.current.start;
    let of = this.primary();
    while (true) {
      if (this.accept(".")) {
        of = this.attribute(start, of);
      } else if (this.accept("[")) {
        of = this.index(start, of);
      } else {
        return of;
      }
    }
  }

  private attribute(start: number, of: Node): Node {
    const { kind, text } = this.take();
    if (text === "*" && kind === "operator") {
      return { kind: "splat", text: this.since(start), of };
    }
    if (kind !== "identifier" && kind !== "number") {
      throw this.unexpected();
    }
    return { kind: "attribute", text: this.since(start), of, name: text };
  }

  private index(start: number, of: Node): Node {
    if (this.accept("*")) {
      this.expect("]");
      return { kind: "splat", text: this.since(start), of };
    }
    const key = this.expression();
    this.expect("]");
    return { kind: "index", text: this.since(start), of, key };
  }

  private primary(): Node {
    const token = this.take();
    const text = token.text;
    switch (token.kind) {
      case "number":
        return { kind: "literal", text, value: Number(text) };
      case "string":
        return template(text, unescaped, this.depth);
      case "identifier":
        return this.word(token);
      case "operator":
        if (text === "(") {
          const inner = this.expression();
          this.expect(")");
          return inner;
        }
        if (text === "[") {
          return this.tuple(token.start);
        }
        if (text === "{") {
          return this.object(token.start);
        }
    }
    throw this.unexpected(token);
  }

  private word({ text, start, end }: Token): Node {
    if (text === "true" || text === "false") {
      return { kind: "literal", text, value: text === "true" };
    }
    if (text === "null") {
      return { kind: "literal", text, value: null };
    }
    // A call's parenthesis follows at once; in an object, `a = b` may be followed by `(c) = d`.
    if (this.is("(") && this.current.start === end) {
      return this.call(text, start);
    }
    return { kind: "name", text };
  }

  private call(name: string, start: number): Node {
    this.expect("(");
    const args: Node[] = [];
    let spread = false;
    while (!this.is(")")) {
      args.push(this.expression());
      spread = this.accept("...");
      if (!this.accept(",")) {
        break;
      }
    }
    this.expect(")");
    return { kind: "call", text: this.since(start), name, args, spread };
  }

  private tuple(start: number): Node {
    if (this.isWord("for")) {
      return this.comprehension(start, "]");
    }
    const elements: Node[] = [];
    while (!this.is("]")) {
      elements.push(this.expression());
      if (!this.accept(",")) {
        break;
      }
    }
    this.expect("]");
    return { kind: "tuple", text: this.since(start), elements };
  }

  private object(start: number): Node {
    if (this.isWord("for")) {
      return this.comprehension(start, "}");
    }
    const entries: [Node, Node][] = [];
    while (!this.is("}")) {
      const key = this.key();
      if (!this.accept("=")) {
        this.expect(":");
      }
      entries.push([key, this.expression()]);
      // Entries on lines of their own need no comma.
      this.accept(",");
    }
    this.expect("}");
    return { kind: "object", text: this.since(start), entries };
  }

  /** A bare word is the key itself; in parentheses it is an expression. */
  private key(): Node {
    const { kind, text } = this.current;
    if (kind === "identifier") {
      this.take();
      return { kind: "literal", text, value: text };
    }
    return this.expression();
  }

  private comprehension(start: number, close: "]" | "}"): Node {
    this.take();
    const first = this.name();
    const second = this.accept(",") ? this.name() : undefined;
    if (this.take().text !== "in") {
      throw this.unexpected();
    }
    const collection = this.expression();
    this.expect(":");
    const head = this.expression();
    const key = close === "}" ? head : undefined;
    if (key !== undefined) {
      this.expect("=>");
    }
    const value = key === undefined ? head : this.expression();
    const grouped = this.accept("...");
    const condition = this.isWord("if") ? this.afterWord() : undefined;
    this.expect(close);
    const [keyName, valueName] = second === undefined ? [undefined, first] : [first, second];
    return { kind: "for", text: this.since(start), keyName, valueName, collection, key, value, condition, grouped };
  }

  private afterWord(): Node {
    this.take();
    return this.expression();
  }

  /** Each operator in a row lies around the ones before it. */
  private refuseLonger(length: number): void {
    if (length >= LONGEST) {
      throw new ExpressionError(`more than ${LONGEST} operators in a row`);
    }
  }
}

function unescaped(literal: string): string {
  return literal.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/gs, (_, code?: string, character = "") =>
    code === undefined ? (ESCAPES[character] ?? character) : String.fromCharCode(Number.parseInt(code, 16)),
  );
}
