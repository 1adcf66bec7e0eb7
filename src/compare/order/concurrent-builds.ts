import { isConcurrentBuild } from "../../operations/rules.js";
import type { Change } from "../change.js";

/**
 * Indexes that are built concurrently stand together, so that they cut the plan only once: they come
 * after everything but what needs one of them, and none of them needs anything of that.
 */
export function concurrentBuildsTogether(sorted: readonly Change[]): readonly Change[] {
  const isBuild = ({ operation }: Change): boolean => isConcurrentBuild(operation);
  const first = sorted.findIndex(isBuild);
  if (first < 0) return sorted;
  const rest = sorted.slice(first);
  return [
    ...sorted.slice(0, first),
    ...rest.filter(isBuild),
    ...rest.filter((one) => !isBuild(one)),
  ];
}
