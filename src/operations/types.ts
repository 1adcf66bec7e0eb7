/**
 * The operations: the one description of a change. The comparison yields them, the renderer
 * writes them as TypeScript, a migration runs them, the compiler turns them into SQL, and
 * `inverse` turns them round.
 *
 * `previous` is what an operation removes or overwrites. The comparison always fills it, so
 * that the inverse restores everything; a migration file does not carry it, because the file
 * holds its own downgrade.
 */
import type { ObjectRef, RefKind } from "../schema/object-ref.js";
import type {
  CheckConstraint,
  Column,
  ColumnName,
  DataType,
  EnumType,
  ForeignKey,
  Identity,
  Index,
  Namespace,
  Policy,
  PrimaryKey,
  QualifiedName,
  Role,
  Sequence,
  SequenceOptions,
  Table,
  UniqueConstraint,
  View,
} from "../schema/types.js";

export type Operation =
  | SchemaOperation
  | TableOperation
  | ColumnOperation
  | ConstraintOperation
  | IndexOperation
  | EnumOperation
  | SequenceOperation
  | ViewOperation
  | PolicyOperation
  | RoleOperation
  | Rename
  | SetSchema
  | CommentOn
  | PrivilegeOperation
  | DataOperation
  | Autocommit;

/** An operation that holds no others. */
export type SingleOperation = Exclude<Operation, Autocommit>;

export type OperationKind = Operation["kind"];

/** The one operation of kind `K`. */
export type OperationOf<K extends OperationKind> = Extract<Operation, { readonly kind: K }>;

// --- schemas

export type SchemaOperation = CreateSchema | DropSchema;

export interface CreateSchema {
  readonly kind: "createSchema";
  readonly namespace: Namespace;
}

export interface DropSchema {
  readonly kind: "dropSchema";
  readonly name: string;
  readonly previous?: Namespace;
}

// --- tables

export type TableOperation = CreateTable | DropTable;

/**
 * Creates a table with its columns, keys, checks, indexes, policies and comments. Foreign keys
 * are operations of their own, so that two tables can refer to each other.
 */
export interface CreateTable {
  readonly kind: "createTable";
  readonly table: Table;
}

export interface DropTable {
  readonly kind: "dropTable";
  readonly table: QualifiedName;
  readonly previous?: Table;
}

// --- columns

export type ColumnOperation = AddColumn | DropColumn | AlterColumn;

export interface AddColumn {
  readonly kind: "addColumn";
  readonly table: QualifiedName;
  readonly column: Column;
  /**
   * The comparison's own: a NOT NULL column comes back on the way down, and this is what the rows
   * that are there get; with `null` it comes back nullable. A migration file does not carry it.
   */
  readonly backfill?: string | null;
}

export interface DropColumn {
  readonly kind: "dropColumn";
  readonly table: QualifiedName;
  readonly column: string;
  readonly previous?: Column;
}

/**
 * Changes a column in place. A key that is absent is left alone; `null` removes. When `type`
 * and `default` stand together the old default is taken off before the type changes, because
 * PostgreSQL casts a default that it finds, and refuses where it cannot.
 */
export interface ColumnChanges {
  readonly type?: DataType;
  /** The SQL expression that makes the new value from the old; only with `type`. */
  readonly using?: string;
  readonly notNull?: boolean;
  readonly default?: string | null;
  readonly identity?: Identity | null;
  /**
   * Options of an identity that is there and stays, as a migration file states them; the
   * comparison gives the whole `identity` on both sides instead.
   */
  readonly identityOptions?: IdentityChanges;
  /** `null` turns a generated column into an ordinary one that keeps its values. */
  readonly generated?: string | null;
  readonly collation?: string | null;
}

/** What a statement can say about a sequence that is there. */
export interface SequenceSettings extends Partial<SequenceOptions> {
  /** The value that comes next. */
  readonly restart?: string;
}

export interface IdentityChanges extends SequenceSettings {
  readonly generation?: Identity["generation"];
}

export interface AlterColumn {
  readonly kind: "alterColumn";
  readonly table: QualifiedName;
  readonly column: string;
  readonly changes: ColumnChanges;
  /** The same keys with their old values, and so the changes of the inverse. */
  readonly previous?: ColumnChanges;
}

// --- constraints

export type ConstraintOperation =
  | CreatePrimaryKey
  | CreateUniqueConstraint
  | CreateForeignKey
  | CreateCheckConstraint
  | DropConstraint
  | ValidateConstraint;

/** A constraint with the word that tells which one it is. */
export type Constraint =
  | { readonly type: "primaryKey"; readonly constraint: PrimaryKey }
  | { readonly type: "uniqueConstraint"; readonly constraint: UniqueConstraint }
  | { readonly type: "foreignKey"; readonly constraint: ForeignKey }
  | { readonly type: "check"; readonly constraint: CheckConstraint };

interface CreateConstraint<Kind, T> {
  readonly kind: Kind;
  readonly table: QualifiedName;
  readonly constraint: T;
}

export type CreatePrimaryKey = CreateConstraint<"createPrimaryKey", PrimaryKey>;
export type CreateUniqueConstraint = CreateConstraint<"createUniqueConstraint", UniqueConstraint>;
export type CreateForeignKey = CreateConstraint<"createForeignKey", ForeignKey>;
export type CreateCheckConstraint = CreateConstraint<"createCheckConstraint", CheckConstraint>;

export interface DropConstraint {
  readonly kind: "dropConstraint";
  readonly table: QualifiedName;
  readonly name: string;
  readonly previous?: Constraint;
}

export interface ValidateConstraint {
  readonly kind: "validateConstraint";
  readonly table: QualifiedName;
  readonly name: string;
  /** The constraint while it was `notValid`. */
  readonly previous?: Constraint;
}

// --- indexes

export type IndexOperation = CreateIndex | DropIndex;

export interface CreateIndex {
  readonly kind: "createIndex";
  readonly table: QualifiedName;
  readonly index: Index;
}

export interface DropIndex {
  readonly kind: "dropIndex";
  /** Indexes live in the schema of their table. */
  readonly index: QualifiedName;
  readonly concurrently?: boolean;
  readonly previous?: { readonly table: QualifiedName; readonly index: Index };
}

// --- enums

export type EnumOperation = CreateEnum | DropEnum | AddEnumValue | AlterEnum;

export interface CreateEnum {
  readonly kind: "createEnum";
  readonly enum: EnumType;
}

export interface DropEnum {
  readonly kind: "dropEnum";
  readonly enum: QualifiedName;
  readonly previous?: EnumType;
}

/** A column that has an enum's type, which must follow when the type is made anew. */
export interface EnumUse {
  readonly table: QualifiedName;
  readonly column: string;
  readonly array: boolean;
  /** The column's default, as it shall be afterwards. */
  readonly default?: string;
}

export interface AddEnumValue {
  readonly kind: "addEnumValue";
  readonly enum: QualifiedName;
  readonly value: string;
  readonly before?: string;
  readonly after?: string;
  /** PostgreSQL cannot take a value away, so the inverse makes the type anew. */
  readonly previous?: { readonly values: readonly string[]; readonly uses: readonly EnumUse[] };
}

/** Makes the type anew with exactly these values and moves every column of `uses` to it. */
export interface AlterEnum {
  readonly kind: "alterEnum";
  readonly enum: QualifiedName;
  readonly values: readonly string[];
  readonly uses: readonly EnumUse[];
  /** What becomes of rows that hold a value which goes: old value → new value. */
  readonly mapping?: Readonly<Record<string, string>>;
  readonly previous?: { readonly values: readonly string[]; readonly uses: readonly EnumUse[] };
}

// --- sequences

export type SequenceOperation = CreateSequence | AlterSequence | DropSequence;

export interface CreateSequence {
  readonly kind: "createSequence";
  readonly sequence: Sequence;
}

export interface SequenceChanges extends SequenceSettings {
  readonly type?: Sequence["type"];
  /** The column that the sequence belongs to and goes away with; `null` sets it free. */
  readonly ownedBy?: ColumnName | null;
}

export interface AlterSequence {
  readonly kind: "alterSequence";
  readonly sequence: QualifiedName;
  readonly changes: SequenceChanges;
  readonly previous?: SequenceChanges;
}

export interface DropSequence {
  readonly kind: "dropSequence";
  readonly sequence: QualifiedName;
  readonly previous?: Sequence;
}

// --- views

export type ViewOperation = CreateView | AlterView | DropView | RefreshMaterializedView;

/** A view or, when `view.materialized`, a materialized one. */
export interface CreateView {
  readonly kind: "createView";
  readonly view: View;
}

/** Sets and (with `null`) resets options, by their names in `reloptions`. */
export interface AlterView {
  readonly kind: "alterView";
  readonly view: QualifiedName;
  readonly materialized: boolean;
  readonly with: Readonly<Record<string, string | null>>;
  readonly previous?: Readonly<Record<string, string | null>>;
}

export interface DropView {
  readonly kind: "dropView";
  readonly view: QualifiedName;
  readonly materialized: boolean;
  readonly previous?: View;
}

export interface RefreshMaterializedView {
  readonly kind: "refreshMaterializedView";
  readonly view: QualifiedName;
  readonly concurrently?: boolean;
  readonly withNoData?: boolean;
}

// --- row-level security

export type PolicyOperation =
  | CreatePolicy
  | AlterPolicy
  | DropPolicy
  | SetRowLevelSecurity<"enableRowLevelSecurity">
  | SetRowLevelSecurity<"disableRowLevelSecurity">;

export interface CreatePolicy {
  readonly kind: "createPolicy";
  readonly table: QualifiedName;
  readonly policy: Policy;
}

/** Only what `ALTER POLICY` can change; another command or permissiveness is drop and create. */
export interface PolicyChanges {
  readonly to?: readonly string[];
  readonly using?: string;
  readonly withCheck?: string;
}

export interface AlterPolicy {
  readonly kind: "alterPolicy";
  readonly table: QualifiedName;
  readonly name: string;
  readonly changes: PolicyChanges;
  readonly previous?: PolicyChanges;
}

export interface DropPolicy {
  readonly kind: "dropPolicy";
  readonly table: QualifiedName;
  readonly name: string;
  readonly previous?: Policy;
}

export interface SetRowLevelSecurity<Kind> {
  readonly kind: Kind;
  readonly table: QualifiedName;
}

// --- roles

export type RoleOperation = CreateRole | AlterRole | DropRole;

export interface CreateRole {
  readonly kind: "createRole";
  readonly role: Role;
}

export interface RoleChanges {
  readonly createDb?: boolean;
  readonly createRole?: boolean;
  readonly inherit?: boolean;
}

export interface AlterRole {
  readonly kind: "alterRole";
  readonly name: string;
  readonly changes: RoleChanges;
  readonly previous?: RoleChanges;
}

export interface DropRole {
  readonly kind: "dropRole";
  readonly name: string;
  readonly previous?: Role;
}

// --- any object

/** Gives an object another name; it stays in its schema. */
export interface Rename {
  readonly kind: "rename";
  readonly object: ObjectRef<Exclude<RefKind, "extension">>;
  readonly to: string;
}

/** Moves an object to another schema; it keeps its name. */
export interface SetSchema {
  readonly kind: "setSchema";
  readonly object: ObjectRef<"table" | "view" | "materializedView" | "enum" | "sequence">;
  readonly to: string;
}

export interface CommentOn {
  readonly kind: "commentOn";
  readonly object: ObjectRef<Exclude<RefKind, "enumValue">>;
  readonly text: string | null;
  readonly previous?: string | null;
}

// --- privileges

export type PrivilegeOperation = Grant | Revoke;

export interface PrivilegeTarget {
  readonly on: "table" | "sequence" | "schema" | "function" | "type" | "database";
  /** A name as it stands in the file; quoted part by part. */
  readonly name: QualifiedName | string;
}

export interface Grant {
  readonly kind: "grant";
  readonly privileges: readonly string[];
  readonly target: PrivilegeTarget;
  readonly to: readonly string[];
  readonly withGrantOption?: boolean;
}

export interface Revoke {
  readonly kind: "revoke";
  readonly privileges: readonly string[];
  readonly target: PrivilegeTarget;
  readonly from: readonly string[];
  readonly grantOptionOnly?: boolean;
}

// --- data and control

export type DataOperation = Execute | BulkInsert;

/** A statement of the author's own; `values` are its `$1`, `$2`, … */
export interface Execute {
  readonly kind: "execute";
  readonly sql: string;
  readonly values?: readonly unknown[];
}

export interface BulkInsert {
  readonly kind: "bulkInsert";
  readonly table: QualifiedName;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

/** Operations that run outside a transaction: what came before is committed first. */
export interface Autocommit {
  readonly kind: "autocommit";
  readonly operations: readonly Operation[];
}
