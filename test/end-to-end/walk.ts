/** From one set of models to another, back, and there again, through files and a database. */
import { expect } from "vitest";
import { header } from "./header.js";
import type { Pair } from "./pairs.js";
import { createRoad } from "./project.js";

/** Walks the road of a pair of models, after what somebody else has set up in the database. */
export async function walk(pair: Pair & { readonly setup?: string }): Promise<void> {
  const road = await createRoad();
  if (pair.setup !== undefined) await road.connection.batch(pair.setup);
  const nothing = await road.catalog();
  road.models(header + pair.from);
  await road.revision();
  await road.upgrade();
  expect(await road.check()).toEqual([]);
  const before = await road.catalog();

  road.models(header + pair.to);
  const file = await road.revision(...(pair.renames ?? []));
  for (const part of pair.contains ?? []) expect(file).toContain(part);
  for (const part of pair.lacks ?? []) expect(file).not.toContain(part);
  await road.upgrade();
  expect(await road.check()).toEqual([]);

  await road.downgrade("-1");
  expect(await road.catalog()).toEqual(before);
  await road.upgrade();
  expect(await road.check()).toEqual([]);
  await road.downgrade("base");
  expect(await road.catalog()).toEqual(nothing);
}
