/*
 * The variants of a flag against one another. Of more variants than the rules allow, none is compared: the rule about
 * their number refuses them, and comparing all pairs would take long.
 */

/** Most variants that a flag may have. */
export const MAX_VARIANTS = 50;

/** Members of an object that are compared; a record with so many is refused by a rule about types. */
const MAX_MEMBERS = 20_000;

type Members = Readonly<Record<string, unknown>>;

/** Whether no two names are one but for their case. */
export function differByMoreThanCase(names: readonly string[]): boolean {
  if (names.length > MAX_VARIANTS) return true;
  for (let index = 1; index < names.length; index++) {
    const name = names[index] ?? "";
    for (let before = 0; before < index; before++) if (isSameButForCase(name, names[before] ?? "")) return false;
  }
  return true;
}

/** Whether no two of the texts, numbers and truth values are the same; objects are left out. */
export function areDifferent(values: readonly unknown[]): boolean {
  if (values.length > MAX_VARIANTS) return true;
  for (let index = 1; index < values.length; index++) {
    const value = values[index];
    if (typeof value !== "object" && values.indexOf(value) < index) return false;
  }
  return true;
}

/** Whether all objects have members of the same names. */
export function haveSameMembers(values: readonly unknown[]): boolean {
  const first = membersOf(values[0]);
  if (first === undefined || values.length > MAX_VARIANTS) return true;
  const size = count(first);
  for (let index = 1; index < values.length; index++) {
    const other = membersOf(values[index]);
    if (other === undefined) continue;
    if (count(other) !== size) return false;
    let members = 0;
    for (const name in first) {
      if (!Object.hasOwn(other, name)) return false;
      if (++members >= MAX_MEMBERS) break;
    }
  }
  return true;
}

/** Whether members of one name have one type in all objects; null goes with every type. */
export function haveSameTypes(values: readonly unknown[]): boolean {
  if (values.length > MAX_VARIANTS) return true;
  for (let index = 1; index < values.length; index++) {
    const object = membersOf(values[index]);
    if (object === undefined) continue;
    // All of those before it, since the first may lack a member or have null for it.
    for (let before = 0; before < index; before++) {
      const other = membersOf(values[before]);
      if (other !== undefined && !agree(object, other)) return false;
    }
  }
  return true;
}

function agree(object: Members, other: Members): boolean {
  let members = 0;
  for (const name in object) {
    if (Object.hasOwn(other, name) && !areOfOneType(object[name], other[name])) return false;
    if (++members >= MAX_MEMBERS) break;
  }
  return true;
}

function isSameButForCase(one: string, other: string): boolean {
  return one.length === other.length && one.toLowerCase() === other.toLowerCase();
}

function areOfOneType(one: unknown, other: unknown): boolean {
  return one === null || other === null || (typeof one === typeof other && Array.isArray(one) === Array.isArray(other));
}

function membersOf(value: unknown): Members | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Members) : undefined;
}

function count(object: Members): number {
  let members = 0;
  for (const _ in object) members += 1;
  return members;
}
