import { describe, expect, it } from "@jest/globals";
import { withDiagram } from "../../../tools/proof/diagram-in-page";

const PAGE = "# orders\n\n<!-- diagram: npm run docs writes it -->\nold\n<!-- /diagram -->\n\nText.\n";

describe("a diagram in a page", () => {
  it("takes the place of what stands between its markers, and of nothing else", () => {
    expect(withDiagram("orders.md", PAGE, "new\n")).toBe(
      "# orders\n\n<!-- diagram: npm run docs writes it -->\n\nnew\n\n<!-- /diagram -->\n\nText.\n",
    );
  });

  it("stays as it is when it is written again", () => {
    const once = withDiagram("orders.md", PAGE, "new\n");
    expect(withDiagram("orders.md", once, "new\n")).toBe(once);
  });

  it.each(["no markers", "<!-- /diagram --> <!-- diagram: npm run docs writes it -->"])(
    "fails if it has %s",
    (text) => {
      expect(() => withDiagram("orders.md", text, "new\n")).toThrow("orders.md has no place for its diagram.");
    },
  );
});
