/** What the measurements say. */
import type { Measurement } from "./measure.js";

export interface Section {
  readonly title: string;
  /** The first is what the others are compared with. */
  readonly measurements: readonly Measurement[];
}

/** A table: median, spread, and the ratio to the first line of its section. */
export function report(sections: readonly Section[]): string {
  const rows = sections.flatMap(({ title, measurements }) =>
    measurements.map((measurement, index) => [
      index === 0 ? title : "",
      measurement.name,
      seconds(measurement.median),
      `${seconds(Math.min(...measurement.milliseconds))} – ${seconds(Math.max(...measurement.milliseconds))}`,
      `${(measurement.median / (measurements[0]?.median ?? Number.NaN)).toFixed(2)} ×`,
    ]),
  );
  const all = [["", "command", "median", "fastest – slowest", "ratio"], ...rows];
  const widths = [0, 1, 2, 3, 4].map((column) =>
    Math.max(...all.map((row) => row[column]?.length ?? 0)),
  );
  return all
    .map((row) => row.map((cell, column) => pad(cell, widths[column] ?? 0, column)).join("  "))
    .map((line) => `${line.trimEnd()}\n`)
    .join("");
}

/** Numbers stand at the right. */
function pad(cell: string, width: number, column: number): string {
  return column < 2 ? cell.padEnd(width) : cell.padStart(width);
}

function seconds(milliseconds: number): string {
  return milliseconds < 1_000
    ? `${milliseconds.toFixed(0)} ms`
    : `${(milliseconds / 1_000).toFixed(2)} s`;
}

/** The three bounds that the project promises, and whether they held. */
export function promises(sections: readonly Section[]): string {
  const median = (section: string, name: string) =>
    sections
      .find(({ title }) => title === section)
      ?.measurements.find((measurement) => measurement.name === name)?.median;
  const version = median("start", "gen --version");
  return [
    promise("gen --version", version, 3, "node -e 0", median("start", "node -e 0")),
    promise(
      "gen heads with 1000 revisions",
      median("1000 revisions", "gen heads"),
      2,
      "gen --version",
      version,
    ),
    promise(
      "gen revision at 1000 tables",
      median("1000 tables", "gen revision"),
      1,
      "drizzle-kit generate",
      median("1000 tables", "drizzle-kit generate"),
    ),
  ]
    .filter((line) => line !== undefined)
    .join("\n");
}

function promise(
  what: string,
  value: number | undefined,
  factor: number,
  thanWhat: string,
  other: number | undefined,
): string | undefined {
  if (value === undefined || other === undefined) return undefined;
  const ratio = value / other;
  const bound = factor === 1 ? `less than ${thanWhat}` : `less than ${factor} × ${thanWhat}`;
  return `${ratio < factor ? "holds" : "BROKEN"}: ${what} takes ${ratio.toFixed(2)} ×, ${bound}`;
}
