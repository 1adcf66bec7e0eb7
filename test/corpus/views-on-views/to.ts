import { gt, sql } from "drizzle-orm";
import { integer, pgMaterializedView, pgTable, pgView, text } from "drizzle-orm/pg-core";
export const t = pgTable("t", { id: integer(), n: text() });
export const z = pgView("z")
  .with({ securityBarrier: true })
  .as((qb) => qb.select({ id: t.id }).from(t).where(gt(t.id, 5)));
export const a = pgView("a", { id: integer() }).as(sql`select id from "z"`);
export const m = pgMaterializedView("m")
  .with({ fillfactor: 70 })
  .withNoData()
  .as((qb) => qb.select().from(z));
