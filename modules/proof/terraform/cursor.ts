import { type Token, tokenize } from "./lexer";
import { ExpressionError } from "./syntax";

/** Walks over the tokens of an expression. */
export class Cursor {
  private readonly tokens: readonly Token[];
  private position = 0;

  constructor(private readonly source: string) {
    this.tokens = tokenize(source);
  }

  protected name(): string {
    const { kind, text } = this.take();
    if (kind !== "identifier") {
      throw this.unexpected();
    }
    return text;
  }

  protected get current(): Token {
    return this.tokens[this.position] ?? { kind: "end", text: "", start: this.source.length, end: this.source.length };
  }

  protected take(): Token {
    const token = this.current;
    this.position += 1;
    return token;
  }

  protected is(operator: string): boolean {
    return this.current.kind === "operator" && this.current.text === operator;
  }

  protected isWord(word: string): boolean {
    return this.current.kind === "identifier" && this.current.text === word;
  }

  protected accept(operator: string): boolean {
    const found = this.is(operator);
    this.position += found ? 1 : 0;
    return found;
  }

  protected expect(operator: string): void {
    if (!this.accept(operator)) {
      throw this.unexpected();
    }
  }

  protected since(start: number): string {
    return this.source.slice(start, this.tokens[this.position - 1]?.end ?? start);
  }

  protected unexpected(token = this.current): ExpressionError {
    return new ExpressionError(`unexpected ${token.text || "end"} in ${this.source}`);
  }
}
