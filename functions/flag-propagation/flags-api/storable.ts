import * as z from "zod";

/** DynamoDB nests 32 levels; the item and its members take the rest. */
const MAX_DEPTH = 28;

/** What DynamoDB takes for a number beside 0, as a magnitude. */
const SMALLEST_NUMBER = 1e-130;
const LARGEST_NUMBER = 9.99e125;

/** Faults of one body that are listed. */
const MAX_FAULTS = 50;

interface Fault {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/**
 * The schema, for bodies of which the table keeps every value as it is. This is looked at first, and without following
 * a nesting however deep: the schemas behind it may then walk through all of it.
 */
export function storable<Schema extends z.ZodType>(schema: Schema): z.ZodType<z.output<Schema>> {
  return z
    .unknown()
    .superRefine((body, context) => {
      const faults: Fault[] = [];
      look(body, [], faults);
      for (const { path, message } of faults) context.addIssue({ code: "custom", path: [...path], message });
    })
    .pipe(schema as z.ZodType<z.output<Schema>, unknown>);
}

function look(value: unknown, path: readonly PropertyKey[], faults: Fault[]): void {
  if (faults.length >= MAX_FAULTS) return;
  const fault = faultOf(value, path.length);
  if (fault !== undefined) faults.push({ path, message: fault });
  else if (typeof value === "object" && value !== null) {
    for (const [name, member] of Object.entries(value)) {
      if (name === "" || !isWellFormed(name)) {
        faults.push({ path, message: "Names of members must be well-formed Unicode and not empty." });
      } else look(member, [...path, name], faults);
    }
  }
}

function faultOf(value: unknown, depth: number): string | undefined {
  if (typeof value === "string" && !isWellFormed(value)) return "Must be well-formed Unicode.";
  if (typeof value === "number" && !isStorable(value)) {
    return `Must be 0 or a number of a magnitude from ${SMALLEST_NUMBER} to ${LARGEST_NUMBER}.`;
  }
  if (typeof value === "object" && value !== null && depth >= MAX_DEPTH) {
    return `Must not be nested more than ${MAX_DEPTH} levels deep.`;
  }
  return undefined;
}

function isStorable(value: number): boolean {
  return value === 0 || (Math.abs(value) >= SMALLEST_NUMBER && Math.abs(value) <= LARGEST_NUMBER);
}

/** Half of a surrogate pair does not survive UTF-8. */
function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}
