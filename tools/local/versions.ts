/** The first `major.minor` in a program's answer to `--version`, or undefined where there is none. */
export function parseVersion(text: string): readonly [major: number, minor: number] | undefined {
  const match = /(\d+)\.(\d+)/.exec(text);
  return match ? [Number(match[1]), Number(match[2])] : undefined;
}

export function atLeast(
  version: readonly [number, number] | undefined,
  wanted: readonly [number, number],
): version is readonly [number, number] {
  if (version === undefined) return false;
  return version[0] > wanted[0] || (version[0] === wanted[0] && version[1] >= wanted[1]);
}
