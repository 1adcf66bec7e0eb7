/** Runs, dry runs and scripts in one direction. */
import { run, type RunOptions, type RunResult } from "../../src/runtime/run.js";
import { dryRun, type DryRunResult } from "../../src/runtime/script/dry-run.js";
import {
  runScript,
  type ScriptOptions,
  type ScriptResult,
} from "../../src/runtime/script/script.js";

type Upgrade = RunOptions & { readonly target: string | readonly string[] };
type Downgrade = RunOptions & { readonly target: string };
type Range = ScriptOptions & { readonly range: string };

export const upgrade = (options: Upgrade): Promise<RunResult> =>
  run({ ...options, direction: "upgrade" });

export const downgrade = (options: Downgrade): Promise<RunResult> =>
  run({ ...options, direction: "downgrade" });

export const dryRunUpgrade = (options: Upgrade): Promise<DryRunResult> =>
  dryRun({ ...options, direction: "upgrade" });

export const dryRunDowngrade = (options: Downgrade): Promise<DryRunResult> =>
  dryRun({ ...options, direction: "downgrade" });

export const upgradeScript = (options: Range): Promise<ScriptResult> =>
  runScript({ ...options, direction: "upgrade" });

export const downgradeScript = (options: Range): Promise<ScriptResult> =>
  runScript({ ...options, direction: "downgrade" });
