import { expect, test } from "vitest";
import { missingBaseline } from "../../src/autogenerate/revision.js";
import { schemaOf, table } from "../support/builders.js";
import type { Schema, Table } from "../../src/schema/types.js";

const named = (schema: string, name: string): Table => table({ schema, name }, []);
const database = (...tables: readonly Table[]): Schema => schemaOf(tables);
const platform = named("auth", "users");
const own = named("public", "orders");

test("a table of one's own that no migration creates calls for a baseline", () => {
  const models = database(own, platform);
  const missing = missingBaseline({ desired: models, before: models }, true);
  expect(missing?.warning).toContain("No migration creates public.orders: the database has them");
  expect(missing?.warning).not.toContain("auth.users");
});

test("a table in another schema may be somebody else's, unless that schema is configured", () => {
  const models = database(own, platform);
  const stub = missingBaseline({ desired: models, before: database(platform) }, true);
  expect(stub?.warning).toContain("mark them with `existing(…)`");
  expect(stub?.remark).not.toContain("Begin with a baseline");
  const schemas = ["public", "auth"];
  const configured = missingBaseline(
    { desired: models, before: database(platform) },
    true,
    schemas,
  );
  expect(configured?.remark).toContain("Begin with a baseline");
});

test("a database without any of the models' tables calls for none", () => {
  const sides = { desired: database(own), before: database(platform) };
  expect(missingBaseline(sides, true)).toBeUndefined();
});
