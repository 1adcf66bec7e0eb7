import { quoteIdentifier, quoteLiteral, quoteName } from "../schema/identifiers.js";
import { irreversible } from "./irreversible.js";
import { statements } from "./statement.js";
import type { Statement } from "./statement.js";
import type { CommentOn, CommentTarget, Operation } from "./types.js";

export function compileComment(operation: CommentOn): readonly Statement[] {
  const { target, text } = operation;
  const literal = text === null ? "NULL" : quoteLiteral(text);
  return statements(`COMMENT ON ${targetSql(target)} IS ${literal}`);
}

export function inverseComment(operation: CommentOn): Operation {
  if (operation.previous === undefined) throw irreversible(operation);
  return {
    kind: "commentOn",
    target: operation.target,
    text: operation.previous,
    previous: operation.text,
  };
}

/** The statement that gives a new object its comment; nothing if it has none. */
export function commentStatement(
  target: CommentTarget,
  comment: string | undefined,
): readonly string[] {
  return comment === undefined
    ? []
    : [`COMMENT ON ${targetSql(target)} IS ${quoteLiteral(comment)}`];
}

function targetSql(target: CommentTarget): string {
  switch (target.on) {
    case "schema":
      return `SCHEMA ${quoteIdentifier(target.name)}`;
    case "role":
      return `ROLE ${quoteIdentifier(target.name)}`;
    case "table":
      return `TABLE ${quoteName(target.name)}`;
    case "view":
      return `VIEW ${quoteName(target.name)}`;
    case "materializedView":
      return `MATERIALIZED VIEW ${quoteName(target.name)}`;
    case "enum":
      return `TYPE ${quoteName(target.name)}`;
    case "sequence":
      return `SEQUENCE ${quoteName(target.name)}`;
    case "index":
      return `INDEX ${quoteName(target.name)}`;
    case "column":
      return `COLUMN ${quoteName(target.table)}.${quoteIdentifier(target.name)}`;
    case "constraint":
      return `CONSTRAINT ${quoteIdentifier(target.name)} ON ${quoteName(target.table)}`;
    case "policy":
      return `POLICY ${quoteIdentifier(target.name)} ON ${quoteName(target.table)}`;
  }
}
