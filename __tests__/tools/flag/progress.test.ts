import { describe, expect, it } from "@jest/globals";
import { type Progress, progressOf, withProgress } from "../../../tools/flag/progress";

function terminal(width?: number) {
  const lines: string[] = [];
  const drawn: string[] = [];
  return {
    lines,
    drawn,
    terminal: {
      width,
      print: (line: string) => lines.push(line),
      complain: () => undefined,
      draw: (line: string) => drawn.push(line),
    },
  };
}

/** Ten messages a millisecond apart, and then one every third of a second. */
function tellOften(progress: Progress): void {
  for (let sent = 1; sent <= 10; sent++) progress.show(sent / 20, `sent ${sent}`, sent);
  for (let sent = 11; sent <= 20; sent++) progress.show(sent / 20, `sent ${sent}`, (sent - 10) * 300);
  progress.end();
}

describe("progress", () => {
  it("is drawn on a terminal so often that an eye can follow, and always when all is done", () => {
    const { drawn, lines, terminal: to } = terminal(80);
    const progress = progressOf({ terminal: to, json: false });
    tellOften(progress);
    progress.show(1, "sent all", 3_001);
    expect(drawn[0]).toMatch(/^\[█░{29}\] sent 1 {2}1 ms$/);
    expect(drawn[1]).toContain("sent 11");
    expect(drawn.at(-1)).toContain("sent all");
    expect(lines).toEqual([]);
  });

  it("is a line a second in a pipe, and none where all is done within the first", async () => {
    const { drawn, lines, terminal: to } = terminal();
    tellOften(progressOf({ terminal: to, json: false }, 1_000));
    expect(lines).toEqual(["sent 14 after 1.2 s", "sent 18 after 2.4 s"]);
    expect(drawn).toEqual([]);
  });

  it("is nothing for a program", () => {
    const { drawn, lines, terminal: to } = terminal(80);
    tellOften(progressOf({ terminal: to, json: true }));
    expect([...drawn, ...lines]).toEqual([]);
  });

  it("counts the time over all that a command does, and is gone when that fails", async () => {
    const { drawn, terminal: to } = terminal(80);
    let now = 5_000;
    const caller = { terminal: to, json: false, environment: {}, now: () => now };
    const work = withProgress(caller, async (tell) => {
      tell(1, "looked");
      now += 500;
      tell(0.5, "sent");
      throw new Error("queue away");
    });
    await expect(work).rejects.toThrow("queue away");
    expect(drawn).toEqual([expect.stringMatching(/looked {2}0 ms$/), expect.stringMatching(/sent {2}500 ms$/), ""]);
  });
});
