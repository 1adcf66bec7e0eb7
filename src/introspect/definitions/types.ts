/** The objects of a database as its catalog knows them: any kind, also those that no model describes. */
import type { DatabaseObjectKind } from "./kinds.js";

export interface DatabaseObject {
  /** The catalog that it stands in, and its OID there: `pg_class 16385`. */
  readonly id: string;
  readonly kind: DatabaseObjectKind;
  readonly oid: string;
  /** Absent for what stands in no schema. */
  readonly schema?: string;
  /** Empty for a cast. */
  readonly name: string;
  /** A function's, as far as it is text. */
  readonly body?: string;
}

/** That one object uses another one. */
export interface ObjectUse {
  readonly from: string;
  readonly to: string;
  /**
   * The catalog of the part that uses it: `pg_attrdef` for a default, `pg_constraint` for a
   * foreign key or check, `pg_class` for a column or an index, and so on.
   */
  readonly part: string;
}

export interface DatabaseObjects {
  readonly objects: readonly DatabaseObject[];
  readonly uses: readonly ObjectUse[];
  /** What `ALTER DATABASE … SET` and `ALTER ROLE … IN DATABASE … SET` say, as `name=value`. */
  readonly settings: readonly string[];
  /** As it is set, with the role's name for `"$user"`. */
  readonly searchPath: string;
}

/** How an object, or a part of one, is created elsewhere. */
export interface Definition {
  readonly id: string;
  /** For people, in PostgreSQL's words: `function public.f(integer)`. */
  readonly label: string;
  readonly statements: readonly string[];
  /** One by one instead, if the statements are refused: what is then refused is left out. */
  readonly instead: readonly string[];
}
