/** Which renames a plan takes up: those that were asked for, and likely ones that are confirmed. */
import { keepNotNullNames } from "../compare/not-null-names.js";
import { NAMED_NOT_NULLS } from "../schema/not-null-names.js";
import { likelyRenames } from "../compare/likely-renames.js";
import { beforeRenames } from "../compare/rename-terms.js";
import { applyRenames, type Rename, type Renamed, type RenameKind } from "../compare/renames.js";
import { sameName } from "../schema/identifiers.js";
import type { QualifiedName, Schema } from "../schema/types.js";

export interface RenameChoice {
  /** Renames that the caller is certain of. */
  readonly renames?: readonly Rename[];
  /** Asked about each likely rename; without it none is taken for one. */
  readonly confirmRename?: (rename: Rename) => Promise<boolean>;
  /** Neither ask about likely renames nor tell of them. */
  readonly detectRenames?: boolean;
  /** `server_version_num`: what names are given to. */
  readonly serverVersion?: number;
}

export interface DecidedRenames {
  /** By the names of before this plan. */
  readonly renames: readonly Rename[];
  readonly renamed: Renamed;
  /** Likely ones that nobody confirmed. */
  readonly unconfirmed: readonly Rename[];
}

/** What holds others is asked about first, for its rename reveals theirs. */
const stages: readonly (readonly RenameKind[])[] = [
  ["schema", "role"],
  ["table", "enum", "sequence", "view"],
  ["column", "policy", "enumValue"],
];

/**
 * Decides about renames.
 *
 * @throws GenError `unknown_rename`, `rename_taken`, `rename_conflict`
 */
export async function decideRenames(
  actual: Schema,
  desired: Schema,
  { renames = [], confirmRename, detectRenames = true, serverVersion = 0 }: RenameChoice,
): Promise<DecidedRenames> {
  const decided = [...renames];
  const unconfirmed: Rename[] = [];
  let renamed = applyRenames(actual, decided, desired);
  let likely = detectRenames ? likelyRenames(renamed.schema, desired) : [];
  for (const kinds of stages) {
    const known = decided.length;
    for (const rename of likely) {
      if (!kinds.includes(rename.kind)) continue;
      const inOldNames = beforeRenames(rename, decided);
      if (await confirmRename?.(rename)) decided.push(inOldNames);
      else unconfirmed.push(inOldNames);
    }
    if (decided.length === known) continue;
    renamed = applyRenames(actual, decided, desired);
    likely = likelyRenames(renamed.schema, desired);
  }
  if (serverVersion >= NAMED_NOT_NULLS && decided.length > 0)
    renamed = { ...renamed, schema: keepNotNullNames(actual, renamed.schema) };
  return { renames: decided, renamed, unconfirmed };
}

/** The renames as the server's own words have to be read by them. */
export interface RenamedNames {
  readonly columns: readonly {
    readonly table: QualifiedName;
    readonly from: string;
    readonly to: string;
  }[];
  /** Enums and sequences. */
  readonly objects: readonly { readonly from: QualifiedName; readonly to: QualifiedName }[];
  readonly tables: readonly { readonly from: QualifiedName; readonly to: QualifiedName }[];
  /** By the enum's name of before. */
  readonly values: readonly {
    readonly enum: QualifiedName;
    readonly from: string;
    readonly to: string;
  }[];
}

/** What each thing was called, and what it will be called once all steps are done. */
export function renamedNames(before: Schema, { schema: after, steps }: Renamed): RenamedNames {
  const moved = (from: readonly QualifiedName[], to: readonly QualifiedName[]) =>
    from.flatMap((one, index) => {
      const other = to[index];
      return other === undefined || sameName(one, other) ? [] : [{ from: one, to: other }];
    });
  const withColumns = new Set(steps.filter((one) => one.rename.kind === "column"));
  return {
    objects: [...moved(before.enums, after.enums), ...moved(before.sequences, after.sequences)],
    tables: [...moved(before.tables, after.tables), ...moved(before.views, after.views)],
    values: before.enums.flatMap((type, index) =>
      type.values.flatMap((from, place) => {
        const to = after.enums[index]?.values[place];
        return to === undefined || to === from ? [] : [{ enum: type, from, to }];
      }),
    ),
    columns:
      withColumns.size === 0
        ? []
        : before.tables.flatMap((table, index) => {
            const renamed = after.tables[index];
            if (renamed === undefined) return [];
            return table.columns.flatMap(({ name: from }, place) => {
              const to = renamed.columns[place]?.name;
              if (to === undefined || to === from) return [];
              return [{ table: { schema: renamed.schema, name: renamed.name }, from, to }];
            });
          }),
  };
}
