import type { Dependency, SchemaObject } from "../schema/object-ref.js";
import type { QualifiedName, Schema } from "../schema/types.js";

/** The part of a database to describe. */
export interface IntrospectionScope {
  /** System schemas are never included. */
  readonly schemas: readonly string[];
  /**
   * Globs on the names of tables and views; `!` excludes. A pattern with a dot matches
   * `schema.name` and applies to enums and sequences too. Default: all.
   */
  readonly tables?: readonly string[];
  /** Only these tables, views and sequences, what they own, and what depends on them. */
  readonly only?: readonly QualifiedName[];
  /** The same for enums. The types of columns are read in any case. */
  readonly onlyEnums?: readonly QualifiedName[];
  /** Tables and views that `tables` and `include` cannot exclude. */
  readonly always?: readonly QualifiedName[];
  /** Called last, for every remaining object. Parts of an excluded table are excluded too. */
  readonly include?: (object: SchemaObject) => boolean;
  /** Excluded, with its journal table. */
  readonly versionTable: QualifiedName;
  /** Another tool's journal, whatever its columns. Excluded unless it is in `named`. */
  readonly journal?: QualifiedName;
  /** Tables and views to describe although they look like another tool's journal. */
  readonly named?: readonly QualifiedName[];
  /** Roles to describe, besides those of policies. Other roles of the cluster are ignored. */
  readonly roles?: readonly string[];
  /** Extensions to describe. Default: none. */
  readonly extensions?: readonly string[];
}

export interface Introspection {
  readonly schema: Schema;
  /** What Drizzle cannot declare and is therefore not changed. */
  readonly notes: readonly Note[];
  /** The names of all extensions that the database has. */
  readonly installedExtensions: readonly string[];
  /** `server_version_num`. */
  readonly serverVersion: number;
  /** The schemas in which the session looks up names, in order. */
  readonly searchPath: readonly string[];
  /** What PostgreSQL would refuse to alter or drop, and why. */
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
