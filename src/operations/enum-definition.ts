import { quoteLiteral, quoteName } from "../schema/identifiers.js";
import type { QualifiedName } from "../schema/types.js";

/** `CREATE TYPE … AS ENUM`. */
export function createEnum(name: QualifiedName, values: readonly string[]): string {
  return `CREATE TYPE ${quoteName(name)} AS ENUM (${values.map(quoteLiteral).join(", ")})`;
}
