import { pgSequence } from "drizzle-orm/pg-core";
export const a = pgSequence("a", { startWith: 5, maxValue: 100, cycle: true, cache: 2 });
export const c = pgSequence("c");
