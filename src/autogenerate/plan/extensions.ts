/** Which extensions are compared, and which ones the models use without declaring them. */
import type { ResolvedConfig } from "../../config/types.js";
import type { IntrospectionScope } from "../../introspect/types.js";
import { displayName } from "../../schema/identifiers.js";
import type { Table } from "../../schema/types.js";
import type { Created } from "../created.js";
import type { Planning } from "./planning.js";

type ExtensionsConfig = Pick<ResolvedConfig, "extensions">;

/** Declared extensions, and those that a migration has created: others are never dropped. */
export function extensionsInScope(
  { extensions }: ExtensionsConfig,
  created: () => Created,
): Pick<IntrospectionScope, "extensions"> {
  if (extensions === undefined) return {};
  const declared = extensions.map(({ name }) => name);
  return { extensions: [...new Set([...declared, ...created().extensions])] };
}

/** Well-known extensions, because the catalog knows only what installed ones provide. */
type Provider = readonly [extension: string, types: readonly string[], opclasses: RegExp];

const providers: readonly Provider[] = [
  [
    "vector",
    ["vector", "halfvec", "sparsevec"],
    /^(vector|halfvec|sparsevec|bit)_(l1|l2|ip|cosine|hamming|jaccard)_ops$/,
  ],
  [
    "postgis",
    ["geometry", "geography", "box2d", "box3d"],
    /^(gist|spgist|brin)_(geometry|geography)_/,
  ],
  ["citext", ["citext"], /^citext_ops$/],
  ["hstore", ["hstore"], /^(gin|gist|btree|hash)_hstore_ops$/],
  ["ltree", ["ltree", "lquery", "ltxtquery"], /^(gist__?)?ltree_ops$/],
  ["pg_trgm", [], /^(gin|gist)_trgm_ops$/],
  ["intarray", ["query_int"], /^(gin|gist)__int(big)?_ops$/],
  ["btree_gist", [], /^gist_\w+_ops$/],
];

/** Notes missing declarations of extensions whose types or operator classes the models use. */
export function noteUndeclaredExtensions({ input, found, desired, notes }: Planning): void {
  const { extensions } = input.config;
  const known = new Set(extensions?.map(({ name }) => name) ?? found.installedExtensions);
  for (const { extension, what } of desired.tables.flatMap(usesOf)) {
    if (known.has(extension)) continue;
    known.add(extension);
    notes.push(
      `${what} of the extension ${extension}, which the configuration does not declare: add "${extension}" to \`extensions\` in the configuration, and a migration will create it.`,
    );
  }
}

/** What a table uses of extensions. `what` is the beginning of a sentence. */
function usesOf(table: Table): readonly { readonly extension: string; readonly what: string }[] {
  const uses = (provides: (provider: Provider) => boolean, what: string) =>
    providers
      .filter(provides)
      .slice(0, 1)
      .map(([extension]) => ({ extension, what }));
  const types = table.columns.flatMap(({ name, type }) => {
    const word = baseName(type.sql);
    const what = `Column ${displayName(table)}.${name} has the type ${word}`;
    return type.enum ? [] : uses(([, names]) => names.includes(word), what);
  });
  const opclasses = table.indexes.flatMap(({ name, keys }) =>
    keys.flatMap(({ opclass = "" }) => {
      const word = baseName(opclass);
      const what = `Index ${table.schema}.${name} uses the operator class ${word}`;
      return uses(([, , pattern]) => pattern.test(word), what);
    }),
  );
  return [...types, ...opclasses];
}

/** `vector` of `extensions.vector(3)[]`. */
function baseName(text: string): string {
  return /(?:^|\.)"?(\w+)"?(?:\s*\(.*\))?(?:\[\])*$/.exec(text)?.[1] ?? "";
}
