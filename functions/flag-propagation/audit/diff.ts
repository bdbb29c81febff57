import type { AuditChange } from "./entry";
import { type Item, isObject } from "./json-item";

/**
 * What differs between two versions of an item, as deep as it differs: the members of objects, and the entries of lists
 * of one length. A list of another length differs as a whole, since nobody can tell which of its entries are new.
 *
 * @returns the changes in the order of their paths
 */
export function diff(before: Item, after: Item): readonly AuditChange[] {
  const changes: AuditChange[] = [];
  compareMembers("", before, after, changes);
  return changes.sort((one, other) => (one.path < other.path ? -1 : 1));
}

function compareMembers(path: string, before: Item, after: Item, changes: AuditChange[]): void {
  for (const [name, value] of Object.entries(before)) {
    const member = `${path}/${escaped(name)}`;
    if (Object.hasOwn(after, name)) compare(member, value, after[name], changes);
    else changes.push({ path: member, before: JSON.stringify(value) });
  }
  for (const [name, value] of Object.entries(after)) {
    if (!Object.hasOwn(before, name)) changes.push({ path: `${path}/${escaped(name)}`, after: JSON.stringify(value) });
  }
}

function compare(path: string, before: unknown, after: unknown, changes: AuditChange[]): void {
  if (before === after) return;
  if (isObject(before) && isObject(after)) compareMembers(path, before, after, changes);
  else if (Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
    for (const [index, value] of before.entries()) compare(`${path}/${index}`, value, after[index], changes);
  } else changes.push({ path, before: JSON.stringify(before), after: JSON.stringify(after) });
}

/** As RFC 6901 has it. */
function escaped(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}
