/**
 * The description of a PostgreSQL schema, to which models and catalogs are brought: plain data.
 *
 * A type, a default or a predicate is SQL as the source has it: from the catalog in PostgreSQL's
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
  /** Absent if they are not compared. */
  readonly extensions?: readonly Extension[];
}

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

interface Described extends Attributed {
  readonly comment?: string;
}

/** What SQL calls a schema; named as in `pg_namespace` to keep it apart from {@link Schema}. */
export interface Namespace extends Described {
  readonly name: string;
}

export interface Role {
  readonly name: string;
  readonly createDb: boolean;
  readonly createRole: boolean;
  readonly inherit: boolean;
}

export interface EnumType extends QualifiedName, Described {
  readonly values: readonly string[];
}

/** With PostgreSQL's defaults filled in; decimal text, as a bigint does not fit a number. */
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

export interface Sequence extends QualifiedName, Described {
  readonly type: "smallint" | "integer" | "bigint";
  readonly options: SequenceOptions;
  /** The column that it goes away with. Only a catalog knows. */
  readonly ownedBy?: ColumnName;
}

export interface Table extends QualifiedName, Described {
  readonly columns: readonly Column[];
  readonly primaryKey?: PrimaryKey;
  readonly uniqueConstraints: readonly UniqueConstraint[];
  readonly foreignKeys: readonly ForeignKey[];
  readonly checks: readonly CheckConstraint[];
  readonly indexes: readonly Index[];
  readonly policies: readonly Policy[];
  readonly rowSecurity: boolean;
  /** From a catalog: what Drizzle cannot declare, so that the table is never dropped. */
  readonly special?: "partitioned" | "foreign" | "inherited";
  /** How a partitioned table is divided, as `pg_get_partkeydef` prints it. */
  readonly partitionKey?: string;
  readonly extras?: readonly Extra[];
}

/** From a catalog: what a table or view has that no model describes, and that can stop a change. */
export interface Extra extends Attributed {
  readonly kind:
    "trigger" | "rule" | "exclusionConstraint" | "statistics" | "publication" | "materializedIndex";
  readonly name: string;
  /** Statements in PostgreSQL's own words, every name qualified, without semicolons. */
  readonly create: readonly string[];
  readonly drop: string;
  /** What it uses besides the table as such; a rule can use other tables, whole or by column. */
  readonly uses: readonly { readonly table: QualifiedName; readonly column?: string }[];
}

export interface Column extends Described {
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
  /** Of the sequence behind a serial or identity column. */
  readonly sequenceAttributes?: Attributes;
}

export interface DataType {
  /** As `format_type` prints it, or a custom type in the model's spelling. */
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
  /** Of the sequence behind it, which is in the table's schema. Absent: PostgreSQL's choice. */
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

export interface PrimaryKey extends Deferral, Described {
  readonly name: string;
  readonly columns: readonly string[];
  readonly include?: readonly string[];
}

export interface UniqueConstraint extends PrimaryKey {
  readonly nullsNotDistinct: boolean;
}

export type ReferentialAction = "no action" | "restrict" | "cascade" | "set null" | "set default";

export interface ForeignKey extends Deferral, Described {
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
}

export interface CheckConstraint extends Described {
  readonly name: string;
  /** Without the word CHECK and without its outer parentheses. */
  readonly expression: string;
  readonly notValid?: boolean;
  readonly noInherit?: boolean;
}

export interface Index extends Described {
  readonly name: string;
  readonly unique: boolean;
  readonly method: string;
  readonly keys: readonly IndexKey[];
  readonly include?: readonly string[];
  readonly where?: string;
  readonly with: Readonly<Record<string, string>>;
  readonly nullsNotDistinct?: boolean;
  /** Built, in a migration, without blocking writes. Says nothing about the result. */
  readonly concurrently?: boolean;
  /** `ON ONLY`, for a partitioned table. Says nothing about an ordinary one. */
  readonly only?: boolean;
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

export interface View extends QualifiedName, Described {
  readonly materialized: boolean;
  /** The query, without a trailing semicolon. */
  readonly definition: string;
  /**
   * The query in the model's words, where `definition` has the database's. A view is recreated from
   * it, because `select *` may mean other columns by then.
   */
  readonly source?: string;
  /** Options of a view, storage parameters of a materialized one, as `reloptions` has them. */
  readonly with: Readonly<Record<string, string>>;
  readonly using?: string;
  readonly tablespace?: string;
  readonly withNoData?: boolean;
  /** Tables and views it reads: from the catalog, or from Drizzle's query builder. */
  readonly dependsOn: readonly QualifiedName[];
  /** Those of its columns that have attributes. */
  readonly columns?: readonly ViewColumn[];
  readonly extras?: readonly Extra[];
}

export interface ViewColumn extends Attributed {
  readonly name: string;
}
