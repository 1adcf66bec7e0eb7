/** Which renames are asked about, in which order, and what an answer does to the questions after it. */
import { expect, test } from "vitest";
import {
  likelyRenames,
  type RenameAnswer,
  type RenameQuestion,
  renameQuestions,
} from "../../src/compare/renames/questions.js";
import { formatRename, parseRename, type Rename } from "../../src/compare/renames/rename.js";
import type { Column, EnumType, Schema } from "../../src/schema/types.js";
import { column, schemaOf, table } from "../support/builders.js";

function enumType(name: string, values: readonly string[]): EnumType {
  return { schema: "public", name, values };
}

function ofEnum(name: string, type: string): Column {
  return column(name, `public.${type}`, {
    type: { sql: `public.${type}`, enum: { schema: "public", name: type } },
  });
}

const people = (...names: readonly string[]): Schema =>
  schemaOf([
    table("people", [column("id", "integer"), ...names.map((name) => column(name, "text"))]),
  ]);

/**
 * All questions as `added: candidates`, the sure one with an exclamation mark, each answered by the
 * rename that `answers` says or else by “new”; and the renames that came of it.
 */
function ask(
  from: Schema,
  to: Schema,
  answers: readonly string[] = [],
  given: readonly Rename[] = [],
): { readonly asked: readonly string[]; readonly renames: readonly string[] } {
  const asked: string[] = [];
  const questions = renameQuestions(from, to, given);
  let next = questions.next();
  while (next.done !== true) {
    asked.push(described(next.value));
    next = questions.next(answerTo(next.value, answers));
  }
  return { asked, renames: next.value.map(formatRename) };
}

function described({ added, candidates }: RenameQuestion): string {
  const names = candidates.map(({ rename, isSure }) => rename.object.name + (isSure ? "!" : ""));
  return `${added.kind} ${added.name}: ${names.join(" ")}`;
}

function answerTo({ candidates }: RenameQuestion, answers: readonly string[]): RenameAnswer {
  const chosen = candidates.find(({ rename }) => answers.includes(formatRename(rename)));
  return chosen?.rename ?? "new";
}

test("after a no the next column is asked about with all that is left", () => {
  const [from, to] = [people("first_name", "last_name"), people("given_name", "family_name")];
  const all = ask(from, to);
  expect(all).toEqual({
    asked: ["column given_name: first_name last_name", "column family_name: last_name first_name"],
    renames: [],
  });
  const crossed = ["column:people.first_name=family_name", "column:people.last_name=given_name"];
  expect(ask(from, to, crossed)).toEqual({
    asked: ["column given_name: first_name last_name", "column family_name: first_name"],
    renames: crossed.toReversed(),
  });
});

test("what an answer has taken is offered no more, and nothing is asked when nothing is left", () => {
  const [from, to] = [people("first_name", "last_name"), people("name", "nick", "title")];
  expect(ask(from, to, ["column:people.first_name=name", "column:people.last_name=nick"])).toEqual({
    asked: ["column name: first_name last_name", "column nick: last_name"],
    renames: ["column:people.first_name=name", "column:people.last_name=nick"],
  });
  expect(ask(people("a"), people()).asked).toEqual([]);
  expect(ask(people(), people("a")).asked).toEqual([]);
});

test("a table with two of five columns renamed is asked about, and then its columns", () => {
  const from = table("cars", [
    column("id", "integer"),
    column("vin", "text"),
    column("colour", "text"),
    column("seats", "integer"),
    column("owner_id", "integer"),
  ]);
  const to = table("vehicles", [
    column("id", "integer"),
    column("vin_code", "text"),
    column("color", "text"),
    column("seats", "integer"),
    column("owner_id", "integer"),
  ]);
  const answers = ["table:cars=vehicles", "column:cars.vin=vin_code", "column:cars.colour=color"];
  expect(ask(schemaOf([from]), schemaOf([to]), answers)).toEqual({
    asked: ["table vehicles: cars", "column color: colour! vin", "column vin_code: vin!"],
    renames: ["table:cars=vehicles", "column:cars.colour=color", "column:cars.vin=vin_code"],
  });
  expect(ask(schemaOf([from]), schemaOf([to])).asked).toEqual(["table vehicles: cars"]);
});

test("a column whose enum and table are renamed in the same run is asked about as one type", () => {
  const from = schemaOf([table("users", [ofEnum("role", "role"), column("id", "integer")])], {
    enums: [enumType("role", ["admin", "driver"])],
  });
  const to = schemaOf(
    [table("members", [ofEnum("member_role", "member_role"), column("id", "integer")])],
    { enums: [enumType("member_role", ["admin", "operator"])] },
  );
  const answers = [
    "enum:role=member_role",
    "table:users=members",
    "column:users.role=member_role",
    "enumValue:role.driver=operator",
  ];
  expect(ask(from, to, answers)).toEqual({
    asked: [
      "enum member_role: role",
      "table members: users",
      "column member_role: role!",
      "enumValue operator: driver",
    ],
    renames: answers,
  });
  const declined = renameQuestions(from, to);
  declined.next();
  declined.next("new");
  const { value } = declined.next(parseRename("table:users=members"));
  expect(value).toMatchObject({
    added: { kind: "column", table: { name: "members" } },
    candidates: [{ typeChange: { from: "public.role", to: "public.member_role" }, isSure: false }],
  });
});

test("what cannot have become the other is not offered; another type comes last", () => {
  const generated = { generated: { expression: "1", stored: true } };
  const from = people();
  const [id = column("id", "text")] = from.tables[0]?.columns ?? [];
  const before = schemaOf([
    table("people", [
      id,
      column("born", "date"),
      column("nick", "text"),
      column("flag", "boolean"),
    ]),
  ]);
  const after = schemaOf([table("people", [id, column("birthday", "integer")])]);
  expect(ask(before, after).asked).toEqual(["column birthday: nick flag born"]);
  const computed = schemaOf([table("people", [id, column("total", "integer", generated)])]);
  expect(ask(before, computed).asked).toEqual([]);
  const view = { schema: "public", definition: "SELECT 1", with: {}, dependsOn: [] };
  const views = (name: string, materialized: boolean): Schema =>
    schemaOf([], { views: [{ ...view, name, materialized }] });
  expect(ask(views("v", false), views("w", true)).asked).toEqual([]);
  expect(ask(views("v", false), views("w", false)).asked).toEqual(["view w: v!"]);
  const policy = { as: "permissive", to: ["public"], using: "true" } as const;
  const guarded = (name: string, command: "select" | "all"): Schema =>
    schemaOf([table("t", [id], { policies: [{ ...policy, name, for: command }] })]);
  expect(ask(guarded("p", "all"), guarded("q", "select")).asked).toEqual([]);
  expect(ask(guarded("p", "all"), guarded("q", "all")).asked).toEqual(["policy q: p!"]);
  expect(ask(schemaOf([table("t", [id])]), views("t2", false)).asked).toEqual([]);
  const partitioned = schemaOf([table("t", [id], { special: "partitioned" })]);
  expect(ask(partitioned, schemaOf([table("u", [id])])).asked).toEqual([]);
});

test("a type of an extension is the same type, however the two sides spell it", () => {
  const place = (name: string, sql: string): Schema => schemaOf([table("t", [column(name, sql)])]);
  const from = place("place", "public.geography(Point,4326)");
  const to = place("place_on_map", "geography(Point,4326)");
  expect(renameQuestions(from, to).next().value).toMatchObject({ candidates: [{ isSure: true }] });
  expect(renameQuestions(from, to).next().value).not.toMatchObject({
    candidates: [{ typeChange: expect.anything() as unknown }],
  });
});

test("a schema's rename shows that what stands in it has stayed", () => {
  const inside = (name: string, title: string): Schema => ({
    ...schemaOf([
      { ...table("cars", [column("id", "integer")]), schema: name },
      { ...table(title, [column("vin", "text")]), schema: name },
    ]),
    namespaces: [{ name: "public" }, { name }],
  });
  const answers = ["schema:fleet=garage", "table:fleet.old=garage.new"];
  expect(ask(inside("fleet", "old"), inside("garage", "new"), answers)).toEqual({
    asked: ["schema garage: fleet", "table new: old"],
    renames: answers,
  });
});

test("renames given beforehand are not asked about, also where they free a name for another", () => {
  const given = [parseRename("column:people.first_name=given_name")];
  const [from, to] = [people("first_name", "last_name"), people("given_name", "family_name")];
  expect(ask(from, to, ["column:people.last_name=family_name"], given)).toEqual({
    asked: ["column family_name: last_name!"],
    renames: ["column:people.first_name=given_name", "column:people.last_name=family_name"],
  });
  // b makes place for a: it is called b_old for a moment, and may be what c was.
  const chain = [parseRename("column:people.a=b")];
  expect(ask(people("a", "b"), people("b", "c"), ["column:people.b=c"], chain)).toEqual({
    asked: ["column c: b"],
    renames: ["column:people.a=b", "column:people.b=c"],
  });
});

test("an answer that is none is refused", () => {
  const questions = renameQuestions(people("a"), people("b"));
  questions.next();
  const other: Rename = parseRename("column:people.z=b");
  expect(() => questions.next(other)).toThrow(
    expect.objectContaining({ code: "rename_answer", hint: expect.stringContaining("people.a=b") }),
  );
});

test("sure is what nothing else comes close to; likely ones are told together", () => {
  const told = (from: Schema, to: Schema, certainty?: "likely" | "sure"): readonly string[] =>
    likelyRenames(from, to, [], certainty).map(formatRename);
  expect(told(people("colour"), people("color"), "sure")).toEqual(["column:people.colour=color"]);
  // Same place and type, but nothing in the names.
  expect(told(people("nickname"), people("bio"), "sure")).toEqual([]);
  expect(told(people("nickname"), people("bio"))).toEqual(["column:people.nickname=bio"]);
  // Each of two could be it.
  expect(told(people("first_name", "last_name"), people("family_name"), "sure")).toEqual([]);
  // Another type.
  const number = schemaOf([
    table("people", [column("id", "integer"), column("colors", "integer")]),
  ]);
  expect(told(people("color"), number)).toEqual([]);
  // Tables of an identifier and a name are all alike.
  const lookup = (name: string): Schema =>
    schemaOf([table(name, [column("id", "integer"), column("name", "text")])]);
  expect(told(lookup("brands"), lookup("sizes"), "sure")).toEqual([]);
  expect(told(lookup("brands"), lookup("car_brands"), "sure")).toEqual(["table:brands=car_brands"]);
  const columns = [column("id", "integer"), column("vin", "text"), column("seats", "integer")];
  const from = schemaOf([table("cars", [...columns, column("colour", "text")])]);
  const to = schemaOf([table("vehicles", [...columns, column("color", "text")])]);
  expect(told(from, to)).toEqual(["table:cars=vehicles", "column:cars.colour=color"]);
});

test("two hundred columns that go and come are asked about within a moment", () => {
  const names = (prefix: string): readonly string[] =>
    Array.from({ length: 200 }, (_, index) => `${prefix}_column_number_${index}`);
  const started = performance.now();
  const { asked } = ask(people(...names("old")), people(...names("new")));
  expect(asked).toHaveLength(200);
  expect(performance.now() - started).toBeLessThan(5000);
});
