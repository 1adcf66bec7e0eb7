import type { SQL } from "drizzle-orm";
import {
  getMaterializedViewConfig,
  getViewConfig,
  type PgMaterializedView,
  type PgView,
} from "drizzle-orm/pg-core";
import { defined } from "../defined.js";
import type { View } from "../schema/types.js";
import { isMaterializedView } from "./drizzle.js";
import { checkLength, describing, type DescribeOptions } from "./errors.js";
import { qualified } from "./names.js";
import { relationsIn } from "./sql/chunks.js";
import { expressionSql } from "./sql/expression.js";

/** Describes a view; `undefined` for one that is only mentioned: `.existing()`. */
export function describeView(view: PgView, options: DescribeOptions = {}): View | undefined {
  const config = getViewConfig(view);
  return describe(config, config.with, false, options);
}

/** Describes a materialized view; `undefined` for one that is only mentioned. */
export function describeMaterializedView(
  view: PgMaterializedView,
  options: DescribeOptions = {},
): View | undefined {
  const config = getMaterializedViewConfig(view);
  const described = describe(config, config.with, true, options);
  if (described === undefined) return undefined;
  const { using, tablespace, withNoData } = config;
  return defined({ ...described, using, tablespace, withNoData: withNoData || undefined });
}

/** Whether the models declare a view as existing: nobody is to create or drop it. */
export function isExistingView(view: PgView | PgMaterializedView): boolean {
  const config = isMaterializedView(view) ? getMaterializedViewConfig(view) : getViewConfig(view);
  return config.isExisting;
}

interface ViewConfig {
  readonly name: string;
  readonly schema: string | undefined;
  readonly query: SQL | undefined;
}

function describe(
  { name, schema, query }: ViewConfig,
  parameters: object | undefined,
  materialized: boolean,
  options: DescribeOptions,
): View | undefined {
  if (query === undefined) return undefined;
  checkLength("view", name, `view "${name}"`, options);
  const definition = describing(options, `view "${name}"`, () =>
    expressionSql(query, { casing: options.casing }),
  );
  return {
    ...qualified(schema, name),
    materialized,
    definition: definition.replace(/;\s*$/, "").trimEnd(),
    with: reloptions(parameters ?? {}),
    dependsOn: relationsIn(query),
  };
}

/** By the names in `pg_class.reloptions`: Drizzle's `securityBarrier` is `security_barrier`. */
function reloptions(parameters: object): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(parameters)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [
        key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
        String(value),
      ]),
  );
}
