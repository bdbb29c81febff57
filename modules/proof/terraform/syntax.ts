/** A part of an expression, with its text, so that what can't be told is named as its author wrote it. */
export type Node =
  | { readonly kind: "literal"; readonly text: string; readonly value: string | number | boolean | null }
  | { readonly kind: "template"; readonly text: string; readonly parts: readonly (string | Node)[] }
  | { readonly kind: "name"; readonly text: string }
  | { readonly kind: "attribute"; readonly text: string; readonly of: Node; readonly name: string }
  | { readonly kind: "index"; readonly text: string; readonly of: Node; readonly key: Node }
  | { readonly kind: "splat"; readonly text: string; readonly of: Node }
  | {
      readonly kind: "call";
      readonly text: string;
      readonly name: string;
      readonly args: readonly Node[];
      /** `f(list...)` */
      readonly spread: boolean;
    }
  | { readonly kind: "unary"; readonly text: string; readonly operator: string; readonly operand: Node }
  | {
      readonly kind: "binary";
      readonly text: string;
      readonly operator: string;
      readonly left: Node;
      readonly right: Node;
    }
  | {
      readonly kind: "conditional";
      readonly text: string;
      readonly condition: Node;
      readonly then: Node;
      readonly else: Node;
    }
  | { readonly kind: "tuple"; readonly text: string; readonly elements: readonly Node[] }
  | { readonly kind: "object"; readonly text: string; readonly entries: readonly (readonly [key: Node, value: Node])[] }
  | {
      readonly kind: "for";
      readonly text: string;
      readonly keyName: string | undefined;
      readonly valueName: string;
      readonly collection: Node;
      /** Absent in the form that makes a list. */
      readonly key: Node | undefined;
      readonly value: Node;
      readonly condition: Node | undefined;
      /** `value...` groups values under their key. */
      readonly grouped: boolean;
    };

/** An expression that doesn't follow Terraform's grammar, or a part of it that isn't read here. */
export class ExpressionError extends Error {}
