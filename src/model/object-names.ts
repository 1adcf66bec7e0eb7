/** The names of exported objects in the database; Drizzle's "no schema" is `public`. */
import type { View } from "drizzle-orm";
import type { QualifiedName } from "../schema/types.js";
import { viewName } from "./table-names.js";

export function enumNameOf(type: {
  readonly enumName: string;
  readonly schema?: string | undefined;
}): QualifiedName {
  return { schema: type.schema ?? "public", name: type.enumName };
}

export function viewNameOf(view: View): QualifiedName {
  const { schema, name } = viewName(view);
  return { schema: schema ?? "public", name };
}

export function sequenceNameOf(sequence: {
  readonly seqName: string | undefined;
  readonly schema: string | undefined;
}): QualifiedName {
  return { schema: sequence.schema ?? "public", name: sequence.seqName ?? "" };
}
