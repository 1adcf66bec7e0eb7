/** How commands tell what a reviewer must not overlook. */
import {
  describeOperation,
  type Hazard,
  hazardLine,
  type Operation,
  planHazards,
} from "../operations/index.js";
import type { CommandContext } from "./context.js";
import { paintOperation } from "./operation-text.js";
import type { Style } from "./style.js";

const MOST_WARNINGS = 20;

/** Warns on stderr of what loses data, and then of what needs review; the file has it all. */
export function warnOfHazards(
  { output }: CommandContext,
  plans: readonly (readonly Operation[])[],
): void {
  const found = plans.flatMap((operations) =>
    [...planHazards(operations)].flatMap(([operation, hazards]) =>
      hazards.map((hazard) => ({ operation, hazard })),
    ),
  );
  const isLoss = ({ hazard }: { readonly hazard: Hazard }): boolean => hazard.kind === "dataLoss";
  const sorted = [...found.filter(isLoss), ...found.filter((one) => !isLoss(one))];
  for (const { operation, hazard } of sorted.slice(0, MOST_WARNINGS))
    output.warn(
      hazardLine({ ...hazard, message: `${describeOperation(operation)}: ${hazard.message}` }),
    );
  const more = sorted.length - MOST_WARNINGS;
  if (more > 0) output.warn(`… and ${more} more, which the file marks.`);
}

/** Operations, a line each, and below each what must not be overlooked about it. */
export function operationLines(operations: readonly Operation[], style: Style): readonly string[] {
  const hazards = planHazards(operations);
  return operations.flatMap((operation) => {
    const parts = operation.kind === "autocommit" ? operation.operations : [operation];
    const own = parts.flatMap((part) => hazards.get(part) ?? []);
    return [
      `  ${paintOperation(operation, describeOperation(operation), style)}`,
      ...own.map((hazard) => `    ${hazardLine(hazard)}`),
    ];
  });
}
