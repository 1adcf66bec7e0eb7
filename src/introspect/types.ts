import type { Dependency, SchemaObject } from "../schema/object-ref.js";
import type { QualifiedName, Schema } from "../schema/types.js";

/** Which part of a database is of interest. */
export interface IntrospectionScope {
  /** System schemas are left out even when they are named. */
  readonly schemas: readonly string[];
  /**
   * Globs over the names of tables and views; `!` excludes. A pattern with a dot speaks of
   * `schema.name`, and of enums and sequences, too. Everything when absent or empty.
   */
  readonly tables?: readonly string[];
  /**
   * Of all tables, views and sequences only these and what they own, and only what stands on them as
   * dependencies: as fast as if there were no others.
   */
  readonly only?: readonly QualifiedName[];
  /** Likewise of all enums; a column's type is read all the same. */
  readonly onlyEnums?: readonly QualifiedName[];
  /** Tables and views that neither `tables` nor `include` can leave out. */
  readonly always?: readonly QualifiedName[];
  /** Asked last, for every object that is left. What belongs to a refused table goes with it. */
  readonly include?: (object: SchemaObject) => boolean;
  /** Left out, together with the journal that stands beside it. */
  readonly versionTable: QualifiedName;
  /** A table that another tool keeps, whatever its columns: left out unless it is in `named`. */
  readonly journal?: QualifiedName;
  /** Tables and views that are described although they look like another tool's journal. */
  readonly named?: readonly QualifiedName[];
  /** Roles to describe besides those that policies name; a cluster's other roles are not ours. */
  readonly roles?: readonly string[];
  /** Extensions to describe; without it none is. */
  readonly extensions?: readonly string[];
}

export interface Introspection {
  readonly schema: Schema;
  /** What Drizzle cannot express, and is therefore left as it is. */
  readonly notes: readonly Note[];
  /** The names of all extensions that the database has. */
  readonly installedExtensions: readonly string[];
  /** `server_version_num`. */
  readonly serverVersion: number;
  /** The schemas that the session itself looks in, in their order. */
  readonly searchPath: readonly string[];
  /** What PostgreSQL would refuse to alter or drop, and because of what. */
  readonly dependencies: readonly Dependency[];
}

export interface Note {
  readonly kind:
    | "partitionedTable"
    | "inheritedTable"
    | "foreignTable"
    | "exclusionConstraint"
    | "temporalConstraint"
    | "notEnforcedConstraint"
    | "partialSetNull"
    | "invalidIndex"
    | "rule";
  /** The object's name for people: `public.events`. */
  readonly object: string;
  /** A sentence. */
  readonly message: string;
}
