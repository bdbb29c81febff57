import { UserError } from "../../modules/errors";

const START = "<!-- diagram: npm run docs writes it -->";
const END = "<!-- /diagram -->";

/** @returns the page with a diagram between its markers. @throws UserError when it has no markers */
export function withDiagram(page: string, text: string, diagram: string): string {
  const [start, end] = [text.indexOf(START), text.indexOf(END)];
  if (start === -1 || end < start) {
    throw new UserError(`${page} has no place for its diagram. Write two lines where it belongs: ${START} and ${END}.`);
  }
  return `${text.slice(0, start + START.length)}\n\n${diagram}\n${text.slice(end)}`;
}
