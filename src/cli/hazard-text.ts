/** Operations and their hazards, as commands print them. */
import { describeOperation } from "../operations/rules.js";
import type { Hazard } from "../operations/hazard.js";
import { hazardLine, planHazards } from "../operations/hazards.js";
import type { Operation } from "../operations/types.js";
import type { Output } from "./output.js";
import type { Style } from "./style.js";

export function operationLine(operation: Operation, style: Style): string {
  const { kind } = operation;
  const isDrop = /^(?:drop|disable|revoke)/.test(kind);
  const isAdd = /^(?:create|add|enable|grant|bulkInsert)/.test(kind);
  return style[isDrop ? "red" : isAdd ? "green" : "yellow"](describeOperation(operation));
}

export function operationLines(operations: readonly Operation[], style: Style): readonly string[] {
  const hazards = planHazards(operations);
  return operations.flatMap((operation) => {
    const parts = operation.kind === "autocommit" ? operation.operations : [operation];
    const own = parts.flatMap((part) => hazards.get(part) ?? []);
    return [
      `  ${operationLine(operation, style)}`,
      ...own.map((hazard) => `    ${hazardLine(hazard)}`),
    ];
  });
}

const MOST_LINES = 20;

/** Names what was found, for the first look; the file has it all. */
export function noteOperations(output: Output, operations: readonly Operation[]): void {
  for (const operation of operations.slice(0, MOST_LINES))
    output.note(`Detected: ${operationLine(operation, output.style)}`);
  const more = operations.length - MOST_LINES;
  if (more > 0) output.note(`… and ${more} more`);
}

/** Warns on stderr of what loses data, and then of what needs review; the file has it all. */
export function warnOfHazards(output: Output, plans: readonly (readonly Operation[])[]): void {
  const found = plans.flatMap((operations) =>
    [...planHazards(operations)].flatMap(([operation, hazards]) =>
      hazards.map((hazard) => {
        const message = `${describeOperation(operation)}: ${hazard.message}`;
        return { ...hazard, message };
      }),
    ),
  );
  const isLoss = ({ kind }: Hazard): boolean => kind === "losesData";
  const sorted = [...found.filter(isLoss), ...found.filter((hazard) => !isLoss(hazard))];
  for (const hazard of sorted.slice(0, MOST_LINES)) output.warn(hazardLine(hazard));
  const more = sorted.length - MOST_LINES;
  if (more > 0) output.warn(`… and ${more} more, marked in the file.`);
}
