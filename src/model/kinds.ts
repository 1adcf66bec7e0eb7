/** What a value is to Drizzle, by its entity kind: a second copy of Drizzle makes no difference. */
import {
  isPgEnum,
  PgMaterializedView,
  PgPolicy,
  PgRole,
  PgSchema,
  PgSequence,
  PgTable,
  PgView,
  type PgEnum,
} from "drizzle-orm/pg-core";
import { is } from "./entity.js";

export function isTable(value: unknown): value is PgTable {
  return is(value, PgTable);
}

export function isView(value: unknown): value is PgView {
  return is(value, PgView);
}

export function isMaterializedView(value: unknown): value is PgMaterializedView {
  return is(value, PgMaterializedView);
}

export function isPolicy(value: unknown): value is PgPolicy {
  return is(value, PgPolicy);
}

export function isRole(value: unknown): value is PgRole {
  return is(value, PgRole);
}

export function isSequence(value: unknown): value is PgSequence {
  return is(value, PgSequence);
}

export function isSchema(value: unknown): value is PgSchema {
  return is(value, PgSchema);
}

export function isEnum(value: unknown): value is PgEnum<[string, ...string[]]> {
  return isPgEnum(value);
}
