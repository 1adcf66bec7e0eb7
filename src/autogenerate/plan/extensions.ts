/** Extensions: which are compared, and which the models use without saying so. */
import type { ResolvedConfig } from "../../config/types.js";
import type { IntrospectionScope } from "../../introspect/types.js";
import { displayName } from "../../schema/identifiers.js";
import type { Extension, Schema, Table } from "../../schema/types.js";
import type { Created } from "../created.js";
import type { Planning } from "./planning.js";

type ExtensionsConfig = Pick<ResolvedConfig, "extensions">;

/**
 * Those that the configuration declares, and those that it no longer declares and that a migration
 * has created. Nobody else's is looked at, so that it cannot be dropped.
 */
export function extensionsInScope(
  { extensions }: ExtensionsConfig,
  created: () => Created,
): Pick<IntrospectionScope, "extensions"> {
  if (extensions === undefined) return {};
  const declared = extensions.map(({ name }) => name);
  return { extensions: [...new Set([...declared, ...created().extensions])] };
}

/** Models with the extensions that the configuration declares. */
export function withExtensions(models: Schema, { extensions }: ExtensionsConfig): Schema {
  return extensions === undefined ? models : { ...models, extensions };
}

/**
 * Types and operator classes of well-known extensions whose names nobody else is likely to use. The
 * catalog tells them only where the extension is installed.
 */
const providers: readonly (readonly [
  extension: string,
  types: readonly string[],
  opclasses: RegExp,
])[] = [
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

/** Says which declaration is missing where the models use what an extension provides. */
export function noteUndeclaredExtensions({ input, found, desired, notes }: Planning): void {
  const { extensions } = input.config;
  const declared = new Set(extensions?.map(({ name }) => name));
  const there = new Set(extensions === undefined ? found.installedExtensions : []);
  const uses = desired.tables.flatMap(usesOf);
  const mentioned = new Set<string>();
  for (const { extension, what } of uses) {
    if (declared.has(extension) || there.has(extension) || mentioned.has(extension)) continue;
    mentioned.add(extension);
    notes.push(
      `${what} of the extension ${extension}, which the configuration does not declare: add "${extension}" to \`extensions\` in the configuration, and a migration will create it.`,
    );
  }
}

interface Use {
  readonly extension: Extension["name"];
  /** The beginning of a sentence. */
  readonly what: string;
}

function usesOf(table: Table): readonly Use[] {
  const types = table.columns.flatMap(({ name, type }): readonly Use[] => {
    const word = baseName(type.sql);
    const extension = type.enum ? undefined : providerOf(([, names]) => names.includes(word));
    if (extension === undefined) return [];
    return [{ extension, what: `Column ${displayName(table)}.${name} has the type ${word}` }];
  });
  const opclasses = table.indexes.flatMap(({ name, keys }) =>
    keys.flatMap(({ opclass = "" }): readonly Use[] => {
      const word = baseName(opclass);
      const extension = providerOf(([, , pattern]) => pattern.test(word));
      if (extension === undefined) return [];
      return [{ extension, what: `Index ${table.schema}.${name} uses the operator class ${word}` }];
    }),
  );
  return [...types, ...opclasses];
}

function providerOf(
  provides: (provider: (typeof providers)[number]) => boolean,
): string | undefined {
  return providers.find(provides)?.[0];
}

/** `vector` of `extensions.vector(3)[]`. */
function baseName(text: string): string {
  return /(?:^|\.)"?(\w+)"?(?:\s*\(.*\))?(?:\[\])*$/.exec(text)?.[1] ?? "";
}
