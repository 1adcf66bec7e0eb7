import { test } from "vitest";
import { foundPairs } from "./found-pairs.js";
import { walk } from "./walk.js";

test.each(foundPairs.map((pair) => [pair.name, pair] as const))("%s", (_, pair) => walk(pair));
