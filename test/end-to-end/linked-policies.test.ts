import { expect, test } from "vitest";
import { createRoad } from "./project.js";

const imports = `import { sql } from "drizzle-orm";
  import { integer, pgPolicy, pgSchema, pgTable } from "drizzle-orm/pg-core";
  const auth = pgSchema("auth");
  const messages = auth.table("messages", { id: integer(), owner: integer() });
  export const own = pgTable("own", { id: integer() });
`;

test("a policy on somebody else's table comes, changes and goes; the table stays theirs", async () => {
  const road = await createRoad();
  await road.connection.batch(`create schema auth; create table auth.messages (id int, owner int);
    create policy theirs on auth.messages using (true)`);
  const nothing = await road.catalog();
  road.models(
    `${imports} export const p = pgPolicy("ours", { using: sql\`owner > 0\` }).link(messages);`,
  );
  const file = await road.revision();
  expect(file).toContain("op.createPolicy(");
  expect(file).not.toContain("theirs");
  await road.upgrade();
  expect(await road.check()).toEqual([]);

  road.models(
    `${imports} export const p = pgPolicy("ours", { using: sql\`owner > 5\` }).link(messages);`,
  );
  expect(await road.revision()).toContain("op.alterPolicy(");
  await road.upgrade();
  expect(await road.check()).toEqual([]);

  await road.downgrade("base");
  expect(await road.catalog()).toEqual(nothing);
});

test("a policy that is linked to a table that nobody has names file, policy and table", async () => {
  const road = await createRoad();
  road.models(
    `${imports} export const p = pgPolicy("ours", { using: sql\`true\` }).link(messages);`,
  );
  await expect(road.revision()).rejects.toThrow(
    /models\.ts: policy "ours" is linked to auth\.messages/,
  );
});
