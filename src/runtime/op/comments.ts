import type { CommentTarget } from "../../operations/types.js";
import { fail, requireName, requireObject } from "./arguments.js";
import type { OpContext } from "./context.js";
import type { ObjectName } from "./types.js";

/** What belongs to a table and is named by both. */
export interface TablePart {
  readonly table: ObjectName;
  readonly name: string;
}

type StandAlone = "table" | "view" | "materializedView" | "enum" | "sequence" | "index";

export interface CommentMethods {
  /**
   * Sets a comment, or with `null` removes it.
   *
   * @example await op.commentOn("table", "vehicles", "Everything with a VIN");
   * @example await op.commentOn("column", { table: "vehicles", name: "vin" }, "ISO 3779");
   */
  commentOn(kind: "schema" | "role", name: string, text: string | null): Promise<void>;
  commentOn(kind: StandAlone, name: ObjectName, text: string | null): Promise<void>;
  commentOn(
    kind: "column" | "constraint" | "policy",
    name: TablePart,
    text: string | null,
  ): Promise<void>;
}

export function commentMethods({ run }: OpContext): CommentMethods {
  return {
    commentOn: async (
      kind: CommentTarget["on"],
      name: ObjectName | TablePart,
      text: string | null,
    ) => {
      if (text !== null && typeof text !== "string") {
        throw fail("commentOn", "the text is neither a string nor null", "null removes a comment.");
      }
      await run({ kind: "commentOn", target: commentTarget(kind, name), text });
    },
  };
}

function commentTarget(on: CommentTarget["on"], name: ObjectName | TablePart): CommentTarget {
  const method = "commentOn";
  const part = typeof name === "object" && "table" in name ? name : undefined;
  switch (on) {
    case "schema":
    case "role":
      return { on, name: requireName(method, "name", name) };
    case "table":
    case "view":
    case "materializedView":
    case "enum":
    case "sequence":
    case "index":
      return { on, name: requireObject(method, "name", part === undefined ? name : undefined) };
    case "column":
    case "constraint":
    case "policy":
      if (part === undefined) {
        throw fail(method, `a ${on} is named with its table`, 'Write { table: "…", name: "…" }.');
      }
      return {
        on,
        table: requireObject(method, "table", part.table),
        name: requireName(method, "name", part.name),
      };
    default:
      throw fail(
        method,
        `there is no kind ${JSON.stringify(on)}`,
        'For example: "table", "column".',
      );
  }
}
