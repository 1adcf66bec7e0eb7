/** How long commands take. */
import { spawnSync } from "node:child_process";

export interface Command {
  readonly name: string;
  readonly program: string;
  readonly arguments: readonly string[];
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Something to measure: `prepare` and `clean` are not counted. */
export interface Case {
  readonly command: Command;
  readonly prepare?: () => Promise<void> | void;
  /** Looks at what the command printed; throws if it did not do its work. */
  readonly clean?: (output: string) => Promise<void> | void;
}

export interface Measurement {
  readonly name: string;
  readonly milliseconds: readonly number[];
  readonly median: number;
}

/**
 * Runs the cases in turn, `runs` times each, after one run that is not counted, so that a change
 * of the machine's mood hits all of them.
 */
export async function measure(cases: readonly Case[], runs: number): Promise<Measurement[]> {
  const times = cases.map((): number[] => []);
  for (let run = -1; run < runs; run += 1) {
    for (const [index, { command, prepare, clean }] of cases.entries()) {
      await prepare?.();
      const { output, milliseconds } = execute(command);
      await clean?.(output);
      if (run >= 0) times[index]?.push(milliseconds);
    }
  }
  return cases.map(({ command }, index) => {
    const milliseconds = times[index] ?? [];
    return { name: command.name, milliseconds, median: median(milliseconds) };
  });
}

/** Runs a command to its end. */
export function execute(command: Command): { output: string; milliseconds: number } {
  const start = performance.now();
  const { status, stdout, stderr, error } = spawnSync(command.program, command.arguments, {
    cwd: command.cwd,
    env: { ...process.env, NO_COLOR: "1", ...command.env },
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    maxBuffer: 1 << 28,
  });
  const milliseconds = performance.now() - start;
  if (status !== 0) {
    const said = `${stdout}\n${stderr}`.trim().slice(-2_000);
    throw new Error(`${command.name} failed: ${error?.message ?? said}`);
  }
  return { output: `${stdout}\n${stderr}`, milliseconds };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low = Number.NaN, high = Number.NaN] = [sorted[middle - 1], sorted[middle]];
  return sorted.length % 2 === 1 ? high : (low + high) / 2;
}
