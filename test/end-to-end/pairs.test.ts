/** Pairs of models: from one to the other, back, and there again, through files and a database. */
import { test } from "vitest";
import { pairs } from "./pairs.js";
import { walk } from "./walk.js";

test.each(pairs.map((pair) => [pair.name, pair] as const))("%s", (_, pair) => walk(pair));
