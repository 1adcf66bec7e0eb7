/** What every file of models in these tests begins with. */
export const header = `
  import { sql, eq, gt, and, inArray } from "drizzle-orm";
  import * as pg from "drizzle-orm/pg-core";
  const { pgTable, pgSchema, pgEnum, pgSequence, pgView, pgMaterializedView, pgPolicy, pgRole, customType,
    bigint, bigserial, boolean, bit, char, cidr, date, doublePrecision, inet, integer, interval, json, jsonb,
    line, macaddr, macaddr8, numeric, point, real, serial, smallint, smallserial, text, time, timestamp, uuid,
    varchar, primaryKey, foreignKey, unique, uniqueIndex, index, check } = pg;
`;
