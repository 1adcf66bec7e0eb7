import { defined } from "../defined.js";
import { GenError } from "../errors.js";
import { displayName, quoteIdentifier, quoteLiteral, quoteName } from "../schema/identifiers.js";
import { differingOptions, restartValue } from "../schema/sequences.js";
import type { Identity, QualifiedName } from "../schema/types.js";
import { generatedAsIdentity, generationWords } from "./column-definition.js";
import { integerType } from "../schema/data-types.js";
import { moveInside, optionClauses } from "./sequences.js";
import { alterTable, inParentheses, unbroken, words } from "./statement.js";
import type { AlterColumn, ColumnChanges, IdentityChanges } from "./types.js";

/**
 * One `ALTER TABLE` for all changes of a column, so that the table is locked and rewritten once.
 *
 * PostgreSQL carries out the actions in passes of its own (what drops, then types, then the rest),
 * and within a pass as they are written: an identity goes before its NOT NULL may.
 */
export function compileAlterColumn(operation: AlterColumn): readonly string[] {
  const { table, column, changes } = operation;
  if (changes.identity === null && changes.type !== undefined)
    return inTwoSteps(operation, changes);
  const identity = identityChanges(operation);
  const actions = [
    ...dropActions(changes),
    ...typeActions(operation),
    ...(changes.notNull === true ? ["SET NOT NULL"] : []),
    ...setIdentity(identity),
    ...addIdentity(operation),
    ...(typeof changes.default === "string" ? [`SET DEFAULT ${unbroken(changes.default)}`] : []),
    ...(typeof changes.generated === "string"
      ? [`SET EXPRESSION AS ${inParentheses(changes.generated)}`]
      : []),
  ];
  const prefix = `ALTER COLUMN ${quoteIdentifier(column)}`;
  return [
    ...(identity === undefined ? [] : moveInside(ownedSequence(table, column), identity)),
    ...(actions.length === 0
      ? []
      : [alterTable(table, ...actions.map((action) => `${prefix} ${action}`))]),
  ];
}

/** PostgreSQL gives the sequence of an identity the new type even if the identity goes with it. */
function inTwoSteps(operation: AlterColumn, changes: ColumnChanges): readonly string[] {
  const { identity: _, ...rest } = changes;
  return [
    ...compileAlterColumn({ ...operation, changes: { identity: null } }),
    ...compileAlterColumn({ ...operation, changes: rest }),
  ];
}

function dropActions(changes: ColumnChanges): readonly string[] {
  // A column that has an identity or is generated has no default that could be taken off.
  const hadOther = changes.identity === null || changes.generated === null;
  const takesOff =
    changes.default === null || (typeof changes.default === "string" && changes.type !== undefined);
  return [
    ...(changes.identity === null ? ["DROP IDENTITY"] : []),
    ...(changes.generated === null ? ["DROP EXPRESSION"] : []),
    ...(takesOff && !hadOther ? ["DROP DEFAULT"] : []),
    ...(changes.notNull === false ? ["DROP NOT NULL"] : []),
  ];
}

function typeActions({ table, column, changes }: AlterColumn): readonly string[] {
  const { type, using, collation } = changes;
  if (type !== undefined) {
    return [
      words(
        `TYPE ${type.sql}`,
        typeof collation === "string" && `COLLATE ${collation}`,
        using !== undefined && `USING ${unbroken(using)}`,
      ),
    ];
  }
  if (using === undefined && collation === undefined) return [];
  throw new GenError(
    "operation_invalid",
    `The column ${displayName(table)}.${column} gets a new ${using === undefined ? "collation" : "USING"} without a type.`,
    { hint: "PostgreSQL changes it only together with the type: give the type too." },
  );
}

function setIdentity(identity: IdentityChanges | undefined): readonly string[] {
  if (identity === undefined) return [];
  const { generation, ...options } = identity;
  const clauses = [
    ...(generation === undefined ? [] : [`GENERATED ${generationWords(generation)}`]),
    ...optionClauses(options),
  ];
  const settings = clauses.map((clause) =>
    clause.startsWith("RESTART") ? clause : `SET ${clause}`,
  );
  return settings.length === 0 ? [] : [settings.join(" ")];
}

/**
 * The column's type is not known here unless it changes too. Then limits are left out only where
 * they are a bigint's, which for another type are written out, and right.
 */
function addIdentity({ table, column, changes, previous }: AlterColumn): readonly string[] {
  const { identity } = changes;
  if (identity === undefined || identity === null || isIdentity(previous?.identity)) return [];
  const type = integerType(changes.type) ?? "bigint";
  return [`ADD ${generatedAsIdentity(table, column, identity, type)}`];
}

function isIdentity(identity: Identity | null | undefined): boolean {
  return identity !== undefined && identity !== null;
}

/** The sequence behind an identity column, whatever its name: an expression of type regclass. */
function ownedSequence(table: QualifiedName, column: string): string {
  const arguments_ = `${quoteLiteral(quoteName(table))}, ${quoteLiteral(column)}`;
  return `pg_catalog.pg_get_serial_sequence(${arguments_})::regclass`;
}

/**
 * What changes about an identity that is there and stays; `undefined` where it comes, goes, or
 * is not spoken of.
 */
export function identityChanges({
  changes,
  previous,
}: Pick<AlterColumn, "changes" | "previous">): IdentityChanges | undefined {
  if (changes.identityOptions !== undefined) return changes.identityOptions;
  const was = previous?.identity;
  const shall = changes.identity;
  if (was === undefined || was === null || shall === undefined || shall === null) return undefined;
  return identityOptionsBetween(was, shall);
}

/** @param present What it is when it is changed, if that is not what it was. */
export function identityOptionsBetween(
  was: Identity,
  shall: Identity,
  present = was,
): IdentityChanges {
  const { generation } = shall;
  return {
    ...(was.generation === generation ? {} : { generation }),
    ...differingOptions(present.options, shall.options),
    ...defined({ restart: restartValue(was.options, shall.options) }),
  };
}
