export { dryRunDowngrade, type DryRunResult, dryRunUpgrade } from "./dry-run.js";
export {
  downgradeScript,
  type ScriptOptions,
  type ScriptResult,
  stampScript,
  upgradeScript,
  versionTableScript,
} from "./script.js";
