import type { Schema } from "./types.js";

/** A database that holds nothing. */
export const emptySchema: Schema = {
  namespaces: [],
  roles: [],
  enums: [],
  sequences: [],
  tables: [],
  views: [],
};
