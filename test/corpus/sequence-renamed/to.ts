// gen revision --rename sequence:numbers=order_numbers

import { pgSequence } from "drizzle-orm/pg-core";

export const s = pgSequence("order_numbers", { startWith: 10 });
