import { pgSequence } from "drizzle-orm/pg-core";
export const a = pgSequence("a");
export const b = pgSequence("b", { increment: -1 });
