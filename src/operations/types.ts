/**
 * The operations, which describe all changes.
 *
 * `previous` is what an operation removes or overwrites. The comparison always sets it, so that the
 * inverse restores everything. Migration files omit it and have their own downgrade.
 */
import type { ObjectRef, RefKind } from "../schema/object-ref.js";
import type {
  CheckConstraint,
  Column,
  ColumnName,
  DataType,
  EnumType,
  Extension,
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

/** The operations of one kind of object, by `kind`. Each is a plain, readonly object. */
type Operations<Shapes> = {
  [K in keyof Shapes]: Readonly<{ kind: K } & Shapes[K]>;
}[keyof Shapes];

export type Operation = SingleOperation | Autocommit;

export type SingleOperation =
  | SchemaOperation
  | ExtensionOperation
  | TableOperation
  | ColumnOperation
  | ConstraintOperation
  | IndexOperation
  | EnumOperation
  | SequenceOperation
  | ViewOperation
  | PolicyOperation
  | RoleOperation
  | ObjectOperation
  | PrivilegeOperation
  | DataOperation;

export type OperationKind = Operation["kind"];

export type OperationOf<K extends OperationKind> = Extract<Operation, { readonly kind: K }>;

export type SchemaOperation = Operations<{
  createSchema: { namespace: Namespace };
  dropSchema: { name: string; previous?: Namespace };
}>;

export type ExtensionOperation = Operations<{
  /** Without a version, the server's default. */
  createExtension: { extension: Extension; version?: string };
  alterExtension: { name: string; changes: ExtensionChanges; previous?: ExtensionChanges };
  dropExtension: { name: string; previous?: Extension };
}>;

type ExtensionChanges = Pick<Extension, "schema">;

export type TableOperation = Operations<{
  /** Without its foreign keys, so that two tables can reference each other. */
  createTable: { table: Table };
  dropTable: { table: QualifiedName; previous?: Table };
}>;

export type ColumnOperation = Operations<{
  addColumn: {
    table: QualifiedName;
    column: Column;
    /**
     * The value of existing rows when a downgrade restores a NOT NULL column. With `null`, the
     * column becomes nullable. Migration files do not contain it.
     */
    backfill?: string | null;
  };
  dropColumn: { table: QualifiedName; column: string; previous?: Column };
  alterColumn: {
    table: QualifiedName;
    column: string;
    changes: ColumnChanges;
    /** The same keys with their old values: the changes of the inverse. */
    previous?: ColumnChanges;
  };
}>;

export type AddColumn = OperationOf<"addColumn">;
export type AlterColumn = OperationOf<"alterColumn">;

/**
 * Changes a column in place. Absent keys stay; `null` removes. With both `type` and `default`, the
 * old default is dropped before the type changes, because PostgreSQL may be unable to cast it.
 */
export interface ColumnChanges {
  readonly type?: DataType;
  /** The SQL expression that converts old values. Requires `type`. */
  readonly using?: string;
  readonly notNull?: boolean;
  readonly default?: string | null;
  readonly identity?: Identity | null;
  /** The changes of an identity in a migration file. The comparison sets both identities. */
  readonly identityOptions?: IdentityChanges;
  /** `null` makes a generated column an ordinary one that keeps its values. */
  readonly generated?: string | null;
  readonly collation?: string | null;
}

/** What can change about an existing sequence. */
export interface SequenceSettings extends Partial<SequenceOptions> {
  readonly restart?: string;
}

export interface IdentityChanges extends SequenceSettings, Partial<Pick<Identity, "generation">> {}

export type ConstraintOperation = Operations<{
  createPrimaryKey: { table: QualifiedName; constraint: PrimaryKey };
  createUniqueConstraint: { table: QualifiedName; constraint: UniqueConstraint };
  createForeignKey: { table: QualifiedName; constraint: ForeignKey };
  createCheckConstraint: { table: QualifiedName; constraint: CheckConstraint };
  dropConstraint: { table: QualifiedName; name: string; previous?: Constraint };
  /** `previous` is the constraint before, while it was `notValid`. */
  validateConstraint: { table: QualifiedName; name: string; previous?: Constraint };
}>;

/** A constraint and its type. */
export type Constraint =
  | { readonly type: "primaryKey"; readonly constraint: PrimaryKey }
  | { readonly type: "uniqueConstraint"; readonly constraint: UniqueConstraint }
  | { readonly type: "foreignKey"; readonly constraint: ForeignKey }
  | { readonly type: "check"; readonly constraint: CheckConstraint };

export type IndexOperation = Operations<{
  createIndex: { table: QualifiedName; index: Index };
  dropIndex: {
    index: QualifiedName;
    concurrently?: boolean;
    previous?: { readonly table: QualifiedName; readonly index: Index };
  };
}>;

export type CreateIndex = OperationOf<"createIndex">;
export type DropIndex = OperationOf<"dropIndex">;

export type EnumOperation = Operations<{
  createEnum: { enum: EnumType };
  dropEnum: { enum: QualifiedName; previous?: EnumType };
  addEnumValue: {
    enum: QualifiedName;
    value: string;
    before?: string;
    after?: string;
    /** PostgreSQL cannot remove a value, so the inverse recreates the type. */
    previous?: EnumState;
  };
  /** Recreates the type with exactly these values, and converts every column in `uses`. */
  alterEnum: EnumState & {
    enum: QualifiedName;
    /** The new values of rows that hold a removed value: old value → new value. */
    mapping?: Readonly<Record<string, string>>;
    previous?: EnumState;
  };
}>;

export type AddEnumValue = OperationOf<"addEnumValue">;
export type AlterEnum = OperationOf<"alterEnum">;

interface EnumState {
  readonly values: readonly string[];
  readonly uses: readonly EnumUse[];
}

/** A column that has the enum's type, and is converted when the type is recreated. */
export interface EnumUse {
  readonly table: QualifiedName;
  readonly column: string;
  readonly array: boolean;
  readonly default?: string;
}

export type SequenceOperation = Operations<{
  createSequence: { sequence: Sequence };
  alterSequence: { sequence: QualifiedName; changes: SequenceChanges; previous?: SequenceChanges };
  dropSequence: { sequence: QualifiedName; previous?: Sequence };
}>;

export type AlterSequence = OperationOf<"alterSequence">;

export interface SequenceChanges extends SequenceSettings {
  readonly type?: Sequence["type"];
  /** The column that owns the sequence, which is dropped with it. `null`: none. */
  readonly ownedBy?: ColumnName | null;
}

export type ViewOperation = Operations<{
  createView: { view: View };
  /** Sets options, by their names in `reloptions`; `null` resets them. */
  alterView: {
    view: QualifiedName;
    materialized: boolean;
    with: Readonly<Record<string, string | null>>;
    previous?: Readonly<Record<string, string | null>>;
  };
  dropView: { view: QualifiedName; materialized: boolean; previous?: View };
  refreshMaterializedView: { view: QualifiedName; concurrently?: boolean; withNoData?: boolean };
}>;

export type PolicyOperation = Operations<{
  createPolicy: { table: QualifiedName; policy: Policy };
  alterPolicy: {
    table: QualifiedName;
    name: string;
    changes: PolicyChanges;
    previous?: PolicyChanges;
  };
  dropPolicy: { table: QualifiedName; name: string; previous?: Policy };
  enableRowLevelSecurity: { table: QualifiedName };
  disableRowLevelSecurity: { table: QualifiedName };
}>;

/** What `ALTER POLICY` can change. To change the rest, the policy is dropped and created. */
export type PolicyChanges = Partial<Pick<Policy, "to" | "using" | "withCheck">>;

export type RoleOperation = Operations<{
  createRole: { role: Role };
  alterRole: { name: string; changes: RoleChanges; previous?: RoleChanges };
  dropRole: { name: string; previous?: Role };
}>;

export type RoleChanges = Partial<Omit<Role, "name">>;

export type ObjectOperation = Operations<{
  rename: { object: ObjectRef<Exclude<RefKind, "extension">>; to: string };
  setSchema: {
    object: ObjectRef<"table" | "view" | "materializedView" | "enum" | "sequence">;
    to: string;
  };
  commentOn: {
    object: ObjectRef<Exclude<RefKind, "enumValue">>;
    text: string | null;
    previous?: string | null;
  };
}>;

export type Rename = OperationOf<"rename">;
export type SetSchema = OperationOf<"setSchema">;
export type CommentOn = OperationOf<"commentOn">;

export type PrivilegeOperation = Operations<{
  grant: {
    privileges: readonly string[];
    target: PrivilegeTarget;
    to: readonly string[];
    withGrantOption?: boolean;
  };
  revoke: {
    privileges: readonly string[];
    target: PrivilegeTarget;
    from: readonly string[];
    grantOptionOnly?: boolean;
  };
}>;

export interface PrivilegeTarget {
  readonly on: "table" | "sequence" | "schema" | "function" | "type" | "database";
  /** A name as the file writes it. Each part is quoted. */
  readonly name: QualifiedName | string;
}

export type DataOperation = Operations<{
  /** The author's own statement; `values` are its `$1`, `$2`, … */
  execute: { sql: string; values?: readonly unknown[] };
  bulkInsert: { table: QualifiedName; rows: readonly Readonly<Record<string, unknown>>[] };
}>;

export type Execute = OperationOf<"execute">;
export type BulkInsert = OperationOf<"bulkInsert">;

/** Operations that run outside a transaction. Everything before them is committed first. */
interface Autocommit {
  readonly kind: "autocommit";
  readonly operations: readonly Operation[];
}
