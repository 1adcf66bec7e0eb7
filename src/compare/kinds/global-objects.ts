/** Objects outside of schemas: schemas, extensions and roles. */
import type { Schema } from "../../schema/types.js";
import { change, type Change, changesOf, compareComments } from "../change.js";
import { byName, differing, match } from "../match.js";

/** `public` is never created or dropped. */
export function compareNamespaces(actual: Schema, desired: Schema): readonly Change[] {
  return changesOf(match(actual.namespaces, desired.namespaces, byName), {
    create: (namespace) =>
      namespace.name === "public" ? [] : change({ kind: "createSchema", namespace }),
    drop: (previous) =>
      previous.name === "public"
        ? []
        : change({ kind: "dropSchema", name: previous.name, previous }),
    alter: (was, shall) => compareComments({ kind: "schema", name: shall.name }, was, shall),
  });
}

/** Compares declared extensions. Does nothing if the configuration declares none. */
export function compareExtensions(actual: Schema, desired: Schema): readonly Change[] {
  if (actual.extensions === undefined || desired.extensions === undefined) return [];
  return changesOf(match(actual.extensions, desired.extensions, byName), {
    create: (extension) => change({ kind: "createExtension", extension }),
    drop: (previous) => change({ kind: "dropExtension", name: previous.name, previous }),
    alter: ({ schema: before }, { name, schema }) => {
      if (schema === undefined || before === undefined || schema === before) return [];
      const schemas = { changes: { schema }, previous: { schema: before } };
      return [change({ kind: "alterExtension", name, ...schemas })];
    },
  });
}

const rights = ["createDb", "createRole", "inherit"] as const;

/** Roles belong to the whole cluster, and models describe only some: none is ever dropped. */
export function compareRoles(actual: Schema, desired: Schema): readonly Change[] {
  return changesOf(match(actual.roles, desired.roles, byName), {
    create: (role) => change({ kind: "createRole", role }),
    drop: () => [],
    alter: (was, shall) => {
      const changes = differing(shall, was, rights);
      if (Object.keys(changes).length === 0) return [];
      const previous = differing(was, shall, rights);
      return [change({ kind: "alterRole", name: shall.name, changes, previous })];
    },
  });
}
