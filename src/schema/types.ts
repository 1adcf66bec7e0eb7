/**
 * The description of a PostgreSQL schema that everything else speaks: models,
 * catalog and migrations are all brought to this form. Plain frozen data, no
 * behaviour, no Drizzle, no SQL statements.
 *
 * Where a field is text that PostgreSQL would parse (a type, a default, a
 * predicate), it is SQL as the source has it: from the catalog in PostgreSQL's
 * own words under an empty search path, from a model in the model's words.
 */

import type { Attributed, Attributes } from "./attributes.js";

/** A name inside a schema. Drizzle's "no schema" is `public`, so `schema` is always filled. */
export interface QualifiedName {
  readonly schema: string;
  readonly name: string;
}

export interface Schema {
  readonly namespaces: readonly Namespace[];
  readonly roles: readonly Role[];
  readonly enums: readonly EnumType[];
  readonly sequences: readonly Sequence[];
  readonly tables: readonly Table[];
  readonly views: readonly View[];
  /** Absent where nobody looks after them: then they make no difference. */
  readonly extensions?: readonly Extension[];
}

/** A database that holds nothing. */
export const emptySchema: Schema = {
  namespaces: [],
  roles: [],
  enums: [],
  sequences: [],
  tables: [],
  views: [],
};

export interface Extension {
  readonly name: string;
  /** Where its objects stand; absent in a declaration that leaves that to PostgreSQL. */
  readonly schema?: string;
}

/** What SQL calls a schema; named as in `pg_namespace` to keep it apart from {@link Schema}. */
export interface Namespace extends Attributed {
  readonly name: string;
  readonly comment?: string;
}

export interface Role {
  readonly name: string;
  readonly createDb: boolean;
  readonly createRole: boolean;
  readonly inherit: boolean;
}

export interface EnumType extends QualifiedName, Attributed {
  /** The labels, in their order. */
  readonly values: readonly string[];
  readonly comment?: string;
}

/**
 * Every option of a sequence, with PostgreSQL's defaults filled in
 * (`completeSequenceOptions`), as decimal text because a bigint does not fit a number.
 */
export interface SequenceOptions {
  readonly startWith: string;
  readonly increment: string;
  readonly minValue: string;
  readonly maxValue: string;
  readonly cache: string;
  readonly cycle: boolean;
}

export interface ColumnName {
  readonly table: QualifiedName;
  readonly column: string;
}

export interface Sequence extends QualifiedName, Attributed {
  readonly type: "smallint" | "integer" | "bigint";
  readonly options: SequenceOptions;
  /** The column that it goes away with. Only a catalog knows. */
  readonly ownedBy?: ColumnName;
  readonly comment?: string;
}

export interface Table extends QualifiedName, Attributed {
  readonly columns: readonly Column[];
  readonly primaryKey?: PrimaryKey;
  readonly uniqueConstraints: readonly UniqueConstraint[];
  readonly foreignKeys: readonly ForeignKey[];
  readonly checks: readonly CheckConstraint[];
  readonly indexes: readonly Index[];
  readonly policies: readonly Policy[];
  readonly rowSecurity: boolean;
  readonly comment?: string;
  /**
   * What this table is besides an ordinary one. Drizzle cannot say it, so such a
   * table is never proposed for dropping; only a catalog has the field.
   */
  readonly special?: "partitioned" | "foreign" | "inherited";
  /** How a partitioned table is divided, as `pg_get_partkeydef` prints it. */
  readonly partitionKey?: string;
  readonly extras?: readonly Extra[];
}

/**
 * What stands on a table or view and no model describes, though it can be in the way of a change
 * and goes away with its columns. Only a catalog fills it in.
 */
export interface Extra extends Attributed {
  readonly kind:
    "trigger" | "rule" | "exclusionConstraint" | "statistics" | "publication" | "materializedIndex";
  readonly name: string;
  /**
   * Statements that create it, in PostgreSQL's own words, every name qualified, without semicolons.
   */
  readonly create: readonly string[];
  readonly drop: string;
  /** What it uses besides the table as such; a rule can use other tables, whole or by column. */
  readonly uses: readonly { readonly table: QualifiedName; readonly column?: string }[];
}

export interface Column extends Attributed {
  readonly name: string;
  readonly type: DataType;
  readonly notNull: boolean;
  /** An SQL expression. Absent where `serial`, `identity` or `generated` is present. */
  readonly default?: string;
  readonly serial?: Serial;
  readonly identity?: Identity;
  readonly generated?: Generated;
  /** Quoted, qualified, and only when it is not the type's own. */
  readonly collation?: string;
  readonly comment?: string;
  /** Of the sequence behind a serial or identity column. */
  readonly sequenceAttributes?: Attributes;
}

export interface DataType {
  /**
   * As `format_type` prints it under an empty search path (`character varying(17)`,
   * `timestamp(3) with time zone`, `public.user_role`, `integer[]`), or the model's own
   * spelling where only the server can tell (custom types).
   */
  readonly sql: string;
  /** The enum that the type is, or is an array of. */
  readonly enum?: QualifiedName;
}

/** An integer column whose default is the next value of a sequence that the column owns. */
export interface Serial {
  /** Absent in a model: PostgreSQL names it `<table>_<column>_seq`. */
  readonly sequence?: QualifiedName;
  /** What the sequence is, where it is not as `serial` makes it. Only a catalog knows. */
  readonly unusual?: Pick<Sequence, "type" | "options">;
}

export interface Identity {
  readonly generation: "always" | "byDefault";
  /** Of the sequence behind it, which stands in the table's schema. Absent: PostgreSQL's choice. */
  readonly sequenceName?: string;
  readonly options: SequenceOptions;
}

export interface Generated {
  readonly expression: string;
  readonly stored: boolean;
}

/** Attributes that Drizzle has no words for and that a table in a database may still have. */
export interface Deferral {
  readonly deferrable?: boolean;
  readonly initiallyDeferred?: boolean;
}

export interface PrimaryKey extends Deferral, Attributed {
  readonly name: string;
  readonly columns: readonly string[];
  readonly include?: readonly string[];
  readonly comment?: string;
}

export interface UniqueConstraint extends Deferral, Attributed {
  readonly name: string;
  readonly columns: readonly string[];
  readonly nullsNotDistinct: boolean;
  readonly include?: readonly string[];
  readonly comment?: string;
}

export type ReferentialAction = "no action" | "restrict" | "cascade" | "set null" | "set default";

export interface ForeignKey extends Deferral, Attributed {
  readonly name: string;
  readonly columns: readonly string[];
  readonly referencedTable: QualifiedName;
  readonly referencedColumns: readonly string[];
  readonly onDelete: ReferentialAction;
  readonly onUpdate: ReferentialAction;
  readonly match?: "full";
  readonly notValid?: boolean;
  /** The unique index it relies on; only a catalog knows. */
  readonly referencedIndex?: QualifiedName;
  readonly comment?: string;
}

export interface CheckConstraint extends Attributed {
  readonly name: string;
  /** Without the word CHECK and without its outer parentheses. */
  readonly expression: string;
  readonly notValid?: boolean;
  readonly noInherit?: boolean;
  readonly comment?: string;
}

export interface Index extends Attributed {
  readonly name: string;
  readonly unique: boolean;
  readonly method: string;
  readonly keys: readonly IndexKey[];
  readonly include?: readonly string[];
  readonly where?: string;
  /** Storage parameters, values as text. */
  readonly with: Readonly<Record<string, string>>;
  readonly nullsNotDistinct?: boolean;
  /** Built, in a migration, without blocking writes. Says nothing about the result. */
  readonly concurrently?: boolean;
  /** `ON ONLY`, for a partitioned table. Says nothing about an ordinary one. */
  readonly only?: boolean;
  readonly comment?: string;
}

/** A column or an expression (SQL, without the outer parentheses), and how it is sorted. */
export interface IndexKey {
  readonly column?: string;
  readonly expression?: string;
  readonly order: "asc" | "desc";
  /** Where nulls stand; PostgreSQL's default is last for ascending, first for descending. */
  readonly nulls: "first" | "last";
  /** With its parameters, if any: `gin_trgm_ops`, `tsvector_ops(siglen='64')`. */
  readonly opclass?: string;
  /** True, from a catalog, where `opclass` is what PostgreSQL takes when none is named. */
  readonly opclassIsDefault?: boolean;
  readonly collation?: string;
}

export interface Policy {
  readonly name: string;
  readonly as: "permissive" | "restrictive";
  readonly for: "all" | "select" | "insert" | "update" | "delete";
  /** Role names, or `public`, `current_user`, `current_role`, `session_user`. Sorted. */
  readonly to: readonly string[];
  readonly using?: string;
  readonly withCheck?: string;
  readonly comment?: string;
}

export interface View extends QualifiedName, Attributed {
  readonly materialized: boolean;
  /** The query, without a trailing semicolon. */
  readonly definition: string;
  /**
   * The query in the model's words, where `definition` was given the database's: what a view that
   * is recreated is created from, because `select *` means other columns once the tables have others.
   */
  readonly source?: string;
  /**
   * `security_barrier`, `security_invoker`, `check_option` of a view, storage parameters of a
   * materialized view: names and values as PostgreSQL stores them in `reloptions`.
   */
  readonly with: Readonly<Record<string, string>>;
  readonly using?: string;
  readonly tablespace?: string;
  readonly withNoData?: boolean;
  /** Tables and views it reads: from the catalog, or from Drizzle's query builder. */
  readonly dependsOn: readonly QualifiedName[];
  readonly comment?: string;
  /** Those of its columns that have attributes. */
  readonly columns?: readonly ViewColumn[];
  readonly extras?: readonly Extra[];
}

export interface ViewColumn extends Attributed {
  readonly name: string;
}

/** The kinds of object that hooks, notes and operations speak of. */
export type ObjectKind =
  | "schema"
  | "role"
  | "enum"
  | "sequence"
  | "table"
  | "column"
  | "primaryKey"
  | "uniqueConstraint"
  | "foreignKey"
  | "check"
  | "index"
  | "policy"
  | "view"
  | "materializedView";

/**
 * One object, for hooks, notes and dependencies. `table` is the table of what belongs to one:
 * a column, a constraint, an index, a policy. Schemas and roles have no `schema`.
 */
export interface SchemaObject {
  readonly kind: ObjectKind;
  readonly schema?: string;
  readonly table?: string;
  readonly name: string;
}

/** What stands in the way of changing something: PostgreSQL refuses as long as it is there. */
export interface Dependency {
  readonly dependent: Dependent;
  readonly on: SchemaObject;
}

/** Functions, triggers, other types and the like are nothing that models describe, but they can stand in the way. */
export interface Dependent extends Omit<SchemaObject, "kind"> {
  readonly kind: ObjectKind | Extra["kind"] | "function" | "type" | "partitionKey";
}
