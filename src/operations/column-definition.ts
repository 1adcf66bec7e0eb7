import { makeObjectName, quoteIdentifier, quoteLiteral, quoteName } from "../schema/identifiers.js";
import { withoutQuoted } from "../schema/sql-scanner.js";
import { unusualOptions } from "../schema/sequences.js";
import type { Column, Identity, QualifiedName, Sequence } from "../schema/types.js";
import { integerType, serialTypes } from "../schema/data-types.js";
import { alterTable, inParentheses, unbroken, words } from "./statement.js";
import { optionClauses } from "./sequences.js";

/** Adds a column: statements before it, its definition, and statements after it. */
interface ColumnParts {
  readonly before: readonly string[];
  readonly definition: string;
  readonly after: readonly string[];
}

/** @param inPrimaryKey true if a primary key in the same statement implies NOT NULL */
export function columnParts(
  table: QualifiedName,
  column: Column,
  inPrimaryKey = false,
): ColumnParts {
  const { identity, generated, serial } = column;
  if (serial !== undefined) return serialParts(table, column, serial.sequence, inPrimaryKey);
  const definition = words(
    quoteIdentifier(column.name),
    column.type.sql,
    column.collation && `COLLATE ${column.collation}`,
    column.default !== undefined && `DEFAULT ${defaultExpression(column.default)}`,
    generated && `GENERATED ALWAYS AS ${inParentheses(generated.expression)}`,
    generated && (generated.stored ? "STORED" : "VIRTUAL"),
    identity &&
      generatedAsIdentity(table, column.name, identity, integerType(column.type) ?? "bigint"),
    column.notNull && !inPrimaryKey && !identity && "NOT NULL",
  );
  return { before: [], definition, after: [] };
}

/** A column definition allows fewer operators without parentheses (`b_expr`). */
function defaultExpression(expression: string): string {
  const needsThem =
    /\b(and|or|not|in|i?like|similar|between|is|isnull|notnull|at|collate|overlaps)\b/i;
  return needsThem.test(withoutQuoted(expression))
    ? inParentheses(expression)
    : unbroken(expression);
}

/** https://www.postgresql.org/docs/current/datatype-numeric.html#DATATYPE-SERIAL */
function serialParts(
  table: QualifiedName,
  column: Column,
  sequence: QualifiedName | undefined,
  inPrimaryKey: boolean,
): ColumnParts {
  const name = quoteIdentifier(column.name);
  if (sequence === undefined || isUsualSequence(table, column.name, sequence)) {
    const isNotNull = column.notNull || inPrimaryKey;
    return {
      before: [],
      definition: `${name} ${serialTypes[integerType(column.type) ?? "integer"]}`,
      after: isNotNull ? [] : [alterTable(table, `ALTER COLUMN ${name} DROP NOT NULL`)],
    };
  }
  const quoted = quoteName(sequence);
  return {
    before: [`CREATE SEQUENCE ${quoted} AS ${column.type.sql}`],
    definition: words(
      name,
      column.type.sql,
      `DEFAULT nextval(${quoteLiteral(quoted)}::regclass)`,
      column.notNull && !inPrimaryKey && "NOT NULL",
    ),
    after: [`ALTER SEQUENCE ${quoted} OWNED BY ${quoteName(table)}.${name}`],
  };
}

function isUsualSequence(table: QualifiedName, column: string, sequence: QualifiedName): boolean {
  return (
    sequence.schema === table.schema && sequence.name === makeObjectName(table.name, column, "seq")
  );
}

export function generatedAsIdentity(
  table: QualifiedName,
  column: string,
  identity: Identity,
  type: Sequence["type"],
): string {
  const { generation, sequenceName, options } = identity;
  const sequence = sequenceName && { schema: table.schema, name: sequenceName };
  const clauses = words(
    sequence && !isUsualSequence(table, column, sequence) && `SEQUENCE NAME ${quoteName(sequence)}`,
    ...optionClauses(unusualOptions(options, type)),
  );
  return words(`GENERATED ${generationWords(generation)} AS IDENTITY`, clauses && `(${clauses})`);
}

export function generationWords(generation: Identity["generation"]): string {
  return generation === "always" ? "ALWAYS" : "BY DEFAULT";
}
