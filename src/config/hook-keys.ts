import type { Hooks, RenderedType, Verdict } from "./hooks.js";
import { isPlainObject, type Keys } from "./keys.js";

export const hookKeys = [
  "compareType",
  "compareDefault",
  "processOperations",
  "renderType",
] as const satisfies readonly (keyof Hooks)[];

/**
 * The hooks of a configuration, each checking what the author's function answers.
 *
 * @throws GenError `config_invalid` for a key that is no function; so do the hooks, when called,
 *   for an answer that makes no sense
 */
export function readHooks(keys: Keys): Hooks {
  const compareType = keys.callable("compareType");
  const compareDefault = keys.callable("compareDefault");
  const processOperations = keys.callable("processOperations");
  const renderType = keys.callable("renderType");
  const verdict = (key: string, answer: unknown): Verdict => {
    if (answer === undefined || typeof answer === "boolean") return answer;
    throw keys.answered(key, "true, false or undefined", answer);
  };
  return {
    ...(compareType && { compareType: (one) => verdict("compareType", compareType(one)) }),
    ...(compareDefault && {
      compareDefault: (one) => verdict("compareDefault", compareDefault(one)),
    }),
    ...(processOperations && {
      processOperations: async (operations) => {
        const answer: unknown = await processOperations(operations);
        if (isProcessed(answer)) return answer;
        const expected = "an array of operations, or of { message, operations }";
        throw keys.answered("processOperations", expected, answer);
      },
    }),
    ...(renderType && {
      renderType: (type) => {
        const answer = renderType(type);
        if (answer === undefined || isRenderedType(answer)) return answer;
        throw keys.answered("renderType", "{ source, imports } or undefined", answer);
      },
    }),
  };
}

type Processed = Awaited<ReturnType<NonNullable<Hooks["processOperations"]>>>;

/** What an operation holds besides its kind is the author's responsibility, as in a migration. */
function isProcessed(answer: unknown): answer is Processed {
  if (!Array.isArray(answer)) return false;
  return answer.every(isOperation) || answer.every(isPart);
}

function isOperation(value: unknown): boolean {
  return isPlainObject(value) && typeof value["kind"] === "string";
}

function isPart(value: unknown): boolean {
  if (!isPlainObject(value)) return false;
  const { message, operations, downgrade } = value;
  const isList = (list: unknown): boolean => Array.isArray(list) && list.every(isOperation);
  return (
    typeof message === "string" &&
    isList(operations) &&
    (downgrade === undefined || isList(downgrade))
  );
}

function isRenderedType(answer: unknown): answer is RenderedType {
  if (!isPlainObject(answer) || typeof answer["source"] !== "string") return false;
  const { imports } = answer;
  if (imports === undefined) return true;
  return (
    isPlainObject(imports) &&
    Object.values(imports).every((names) =>
      [names].flat().every((name) => typeof name === "string"),
    )
  );
}
