import { defined } from "../defined.js";

/** What only a catalog knows of an object. Absent is what a new object would have anyway. */
export interface Attributes {
  readonly accessMethod?: string;
  readonly unlogged?: true;
  readonly tablespace?: string;
  readonly storage?: "PLAIN" | "EXTERNAL" | "MAIN" | "EXTENDED";
  readonly compression?: "pglz" | "lz4";
  readonly statistics?: number;
  /** The same for the expressions of an index, by the number of the key. */
  readonly keyStatistics?: Readonly<Record<string, number>>;
  /** Storage parameters; those of the TOAST table begin with `toast.`. */
  readonly options?: Readonly<Record<string, string>>;
  /** Of a view's column. */
  readonly default?: string;
  readonly forceRowSecurity?: true;
  readonly clustered?: true;
  /** Of a table, or `index` of the index that tells its rows apart. */
  readonly replicaIdentity?: "full" | "nothing" | "index";
  readonly owner?: string;
  readonly privileges?: readonly PrivilegeChange[];
  readonly defaultPrivileges?: readonly DefaultPrivileges[];
  readonly publications?: readonly string[];
  /** Of a view's column, and of the object behind a column or a constraint. */
  readonly comment?: string;
  /** Of a NOT NULL, where it is not the name that PostgreSQL chooses. */
  readonly notNullName?: string;
}

/** What makes the rights of an object as it is created those that it has. */
export interface PrivilegeChange {
  readonly action: "grant" | "revoke" | "revokeGrantOption";
  readonly privileges: readonly string[];
  /** `null` is PUBLIC. */
  readonly role: string | null;
  readonly withGrantOption?: true;
  /** Who grants, if it is not the owner. */
  readonly grantor?: string;
}

export interface DefaultPrivileges {
  readonly role: string;
  readonly on: "TABLES" | "SEQUENCES" | "FUNCTIONS" | "TYPES" | "SCHEMAS";
  readonly grants: readonly PrivilegeChange[];
}

/** An object with attributes; there are none where it has just what its description says. */
export interface Attributed {
  readonly attributes?: Attributes;
}

/** To be spread into an object: nothing where there are no attributes. */
export function attributed(attributes: {
  readonly [S in keyof Attributes]?: Attributes[S] | undefined;
}): Attributed {
  const given: Attributes = defined(attributes);
  return Object.keys(given).length === 0 ? {} : { attributes: given };
}

export function withoutAttributes<T extends Attributed>(
  object: T,
  isLeftOut: (setting: keyof Attributes) => boolean,
): T {
  const { attributes, ...rest } = object;
  if (attributes === undefined) return object;
  const kept = Object.entries(attributes).filter(
    ([setting]) => !isLeftOut(setting as keyof Attributes),
  );
  return { ...rest, ...attributed(Object.fromEntries(kept)) } as T;
}
