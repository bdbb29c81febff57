import { type Load, type Utilisation, utilisations } from "./deployment";
import { type Prediction, predict } from "./predict";
import { MOST_SERVICES_A_REGION } from "./times";

const RATES = [1, 100, 10_000];
const SEED = 5;
/** Messages that are worth a prediction: more say the same. */
const MESSAGES = 150_000;
const FEWEST_CHANGES = 100;
const MOST_CHANGES = 1_000;

/** Columns that the longest bar of the chart takes. */
const BAR = 40;

export interface Table {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A load with what becomes of it. */
interface Forecast {
  readonly load: Load;
  /** The fullest part. */
  readonly bottleneck: Utilisation;
  /** Absent where a part would need more than it has: there is no time to converge then. */
  readonly prediction?: Prediction;
}

/** One region as long as it has the queues; past that, also as many regions as that takes. */
const SIZES: readonly Omit<Load, "rate">[] = [
  { services: 156, regions: 1 },
  { services: 1_000, regions: 1 },
  { services: 10_000, regions: 1 },
  { services: 10_000, regions: 10_000 / MOST_SERVICES_A_REGION },
];

/** Everything that is asked about. The same on every machine; takes some seconds. */
export function forecasts(): readonly Forecast[] {
  return SIZES.flatMap((size) => RATES.map((rate) => forecast({ ...size, rate })));
}

function forecast(load: Load): Forecast {
  const bottleneck = utilisations(load).reduce((fullest, part) => (part.share > fullest.share ? part : fullest));
  const changes = Math.max(FEWEST_CHANGES, Math.min(MOST_CHANGES, Math.floor(MESSAGES / load.services)));
  return { load, bottleneck, ...(bottleneck.share < 1 && { prediction: predict(load, { changes, seed: SEED }) }) };
}

/** Time to converge at each load, and the part that is fullest. */
export function convergenceTable(all: readonly Forecast[]): Table {
  return {
    header: ["services", "changes a second", "p50", "p99", "fullest part", "in use"],
    rows: all.map(({ load, bottleneck, prediction }) => [
      nameOf(load),
      load.rate.toLocaleString("en-US"),
      prediction === undefined ? "never" : seconds(prediction.p50),
      prediction === undefined ? "never" : seconds(prediction.p99),
      bottleneck.part,
      percent(bottleneck.share),
    ]),
  };
}

/** How many changes a second fill each part, for each number of services: there the design stops holding. */
export function limitTable(): Table {
  const columns = SIZES.map((size) => utilisations({ ...size, rate: 1 }));
  const parts = columns[0]?.map(({ part }) => part) ?? [];
  return {
    header: ["full at … changes a second", ...SIZES.map(nameOf)],
    rows: parts.map((part, row) => [part, ...columns.map((column) => rounded(1 / (column[row]?.share ?? 0)))]),
  };
}

/** p50 as `#`, what p99 adds as `-`. */
export function convergenceChart(all: readonly Forecast[]): readonly string[] {
  const slowest = Math.max(...all.map(({ prediction }) => prediction?.p99 ?? 0));
  const width = Math.max(...all.map(({ load }) => labelOf(load).length));
  const bar = (time: number) => Math.round((time / slowest) * BAR);
  return all.map(({ load, prediction }) => {
    const label = labelOf(load).padEnd(width);
    if (prediction === undefined) return `${label} | falls behind for ever`;
    const [half, most] = [bar(prediction.p50), bar(prediction.p99)];
    return `${label} | ${"#".repeat(half)}${"-".repeat(most - half)} ${seconds(prediction.p50)}, p99 ${seconds(prediction.p99)}`;
  });
}

function markdown({ header, rows }: Table): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(header), line(header.map((_, column) => (column === 0 ? "---" : "---:"))), ...rows.map(line)].join("\n");
}

/** What the page about the convergence has between its markers. */
export function convergencePage(): string {
  const all = forecasts();
  return [
    markdown(convergenceTable(all)),
    ["```text", ...convergenceChart(all), "```"].join("\n"),
    markdown(limitTable()),
  ].join("\n\n");
}

function labelOf(load: Load): string {
  return `${nameOf(load)}, ${load.rate.toLocaleString("en-US")}/s`;
}

function nameOf({ services, regions }: Omit<Load, "rate">): string {
  const count = services.toLocaleString("en-US");
  return regions === 1 ? count : `${count} in ${regions} regions`;
}

function percent(share: number): string {
  return `${(share * 100).toLocaleString("en-US", { maximumSignificantDigits: 3 })} %`;
}

function rounded(value: number): string {
  return value.toLocaleString("en-US", { maximumSignificantDigits: 2 });
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(2)} s`;
}
