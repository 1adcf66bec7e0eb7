import { test } from "vitest";
import { corpus, walkExample } from "./corpus.js";

test.each(corpus.map((example) => [example.name, example] as const))("%s", (_, example) =>
  walkExample(example),
);
