import { type Attributes, isAttributes, list } from "../../guardrails/terraform-json";

/** A `resource` or `data` block before `count` and `for_each`. */
export interface Block {
  readonly address: string;
  readonly type: string;
  readonly mode: "managed" | "data";
  readonly attributes: Attributes;
}

/** Terraform JSON writes one block or a list of them wherever blocks stand. */
export function blocksOf(value: unknown): readonly Attributes[] {
  return list(value).filter(isAttributes);
}

/** @returns the arguments by label of blocks with one label, such as `variable`. */
export function labelled(value: unknown): ReadonlyMap<string, Attributes> {
  return new Map(
    blocksOf(value).flatMap((blocks) =>
      Object.entries(blocks).flatMap(([label, bodies]) =>
        label === "//" ? [] : [[label, Object.assign({}, ...blocksOf(bodies))] as const],
      ),
    ),
  );
}

/** @returns the blocks with a type and a name, in the order they are written. */
export function resourceBlocks(json: Attributes): readonly Block[] {
  return [...ofMode(json.resource, "managed"), ...ofMode(json.data, "data")];
}

function ofMode(value: unknown, mode: Block["mode"]): readonly Block[] {
  const prefix = mode === "data" ? "data." : "";
  return blocksOf(value).flatMap((types) =>
    Object.entries(types).flatMap(([type, names]) =>
      [...labelled(names)].map(([name, attributes]) => ({
        address: `${prefix}${type}.${name}`,
        type,
        mode,
        attributes,
      })),
    ),
  );
}
