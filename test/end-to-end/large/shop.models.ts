/** The models of a shop for many tenants: catalogue, sales, stock and accounts in schemas of their own. */
import { and, eq, gt, gte, isNotNull, lt, sql, sum } from "drizzle-orm";
import {
  type AnyPgColumn,
  bigint,
  bigserial,
  bit,
  boolean,
  char,
  check,
  cidr,
  customType,
  date,
  doublePrecision,
  foreignKey,
  index,
  integer,
  json,
  jsonb,
  macaddr,
  numeric,
  pgPolicy,
  pgSchema,
  pgTable,
  point,
  primaryKey,
  serial,
  smallint,
  smallserial,
  text,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
  varchar,
} from "drizzle-orm/pg-core";

export const catalogue = pgSchema("catalogue");
export const sales = pgSchema("sales");
export const stock = pgSchema("stock");
export const accounts = pgSchema("Accounts");

const money = (name: string) => numeric(name, { precision: 12, scale: 2 });
const period = customType<{ data: string }>({ dataType: () => "tstzrange" });
const key = customType<{ data: string }>({ dataType: () => 'VARCHAR(40) COLLATE "C"' });

export const tenants = pgTable(
  "tenants",
  {
    id: uuid().primaryKey().defaultRandom(),
    name: text().notNull().unique(),
    domain: key().notNull().unique("tenant_domain"),
    networks: cidr().array(),
    flags: bit({ dimensions: 8 }).default("00000001"),
    plan: varchar({ length: 10 }).default("free").notNull(),
  },
  (t) => [check("tenant_plan", sql`${t.plan} in ('free', 'small', 'large')`)],
);

const tenant = () => uuid("tenant_id").notNull();
const ofTenant = (column: unknown) =>
  sql`${column} = nullif(current_setting('shop.tenant', true), '')::uuid`;

// --- catalogue
export const textKind = catalogue.enum("text_kind", ["title", "summary", "body"]);
export const dateKind = catalogue.enum("dateKind", ["day", "week"]);
export const availability = catalogue.enum("availability", ["in stock", "sold out"]);

export const categories = catalogue.table(
  "categories",
  {
    id: serial().primaryKey(),
    tenantId: tenant().references(() => tenants.id, { onDelete: "cascade" }),
    parentId: integer("parent_id").references((): AnyPgColumn => categories.id),
    name: text().notNull(),
    path: text().generatedAlwaysAs(sql`lower(name)`),
  },
  (t) => [unique().on(t.tenantId, t.name), pgPolicy("tenant", { using: ofTenant(t.tenantId) })],
);

export const brands = catalogue.table("brands", {
  id: smallserial().primaryKey(),
  name: text().notNull(),
  logo: text(),
});

export const products = catalogue.table(
  "products",
  {
    id: bigint({ mode: "number" }).primaryKey().generatedByDefaultAsIdentity({ increment: 10 }),
    tenantId: tenant().references(() => tenants.id, { onDelete: "cascade" }),
    brandId: smallint("brand_id").references(() => brands.id),
    sku: varchar({ length: 32 }).notNull(),
    price: money("price").notNull().default("9.99"),
    currency: char({ length: 3 }).notNull().default("EUR"),
    weight: doublePrecision().default(0),
    attributes: jsonb()
      .notNull()
      .default({ tags: ["new", 'with "quotes"'] }),
    state: availability().notNull().default("in stock"),
    sold: period(),
  },
  (t) => [
    unique("sku").on(t.tenantId, t.sku),
    check("price", gte(t.price, "0")),
    index("cheap").on(t.price.asc().nullsFirst()).where(lt(t.price, "10")),
    index("attributes").using("gin", t.attributes),
    index("sku_words").on(sql`lower(${t.sku}) text_pattern_ops`, t.state),
    pgPolicy("tenant", { as: "restrictive", using: ofTenant(t.tenantId) }),
  ],
);

export const productTexts = catalogue.table(
  "product_texts",
  {
    productId: bigint("product_id", { mode: "number" }).references(() => products.id),
    kind: textKind().notNull(),
    language: char({ length: 2 }).notNull().default("en"),
    text: text().notNull().default(""),
  },
  (t) => [primaryKey({ columns: [t.productId, t.kind, t.language] })],
);

export const productCategories = catalogue.table(
  "product_categories",
  {
    productId: bigint("product_id", { mode: "number" }).references(() => products.id),
    categoryId: integer("category_id").references(() => categories.id),
  },
  (t) => [primaryKey({ columns: [t.categoryId, t.productId] })],
);

export const pictures = catalogue.table("pictures", {
  id: uuid().primaryKey().defaultRandom(),
  productId: bigint("product_id", { mode: "number" }).references(() => products.id, {
    onDelete: "cascade",
  }),
  url: text().notNull(),
  focus: point().default([0.5, 0.5]),
});

// --- stock
export const locations = stock.table("locations", {
  id: serial().primaryKey(),
  tenantId: tenant().references(() => tenants.id),
  name: text().notNull().default("main"),
  place: point({ mode: "xy" }),
  scanner: macaddr(),
});

export const items = stock.table(
  "items",
  {
    locationId: integer("location_id").references(() => locations.id),
    productId: bigint("product_id", { mode: "number" }).references(() => products.id),
    quantity: integer().notNull().default(0),
    reserved: integer().notNull().default(0),
    free: integer().generatedAlwaysAs(sql`quantity - reserved`),
  },
  (t) => [
    primaryKey({ name: "item", columns: [t.locationId, t.productId] }),
    check(
      "reserved",
      sql`${t.reserved} between 0 and ${t.quantity} and ${t.quantity} < ${100_000}`,
    ),
  ],
);

export const movements = stock.table(
  "movements",
  {
    id: bigserial({ mode: "bigint" }).primaryKey(),
    locationId: integer("location_id").notNull(),
    productId: bigint("product_id", { mode: "number" }).notNull(),
    delta: integer().notNull(),
    reason: text().default("it's counted; -- by hand"),
    at: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [
    foreignKey({
      name: "of_item",
      columns: [t.productId, t.locationId],
      foreignColumns: [items.productId, items.locationId],
    }).onDelete("cascade"),
    index().on(t.productId, t.at.desc()),
  ],
);

export const suppliers = stock.table("suppliers", {
  id: serial().primaryKey(),
  name: text().notNull(),
  terms: json().default({ days: 30 }),
});

export const deliveries = stock.table("deliveries", {
  id: serial().primaryKey(),
  supplierId: integer("supplier_id").references(() => suppliers.id, { onDelete: "set null" }),
  expected: date(),
  rhythm: dateKind().array().default(["week"]),
});

// --- sales
export const orderState = sales.enum("order_state", ["open", "paid", "sent", "closed"]);
export const orderNumbers = sales.sequence("order_numbers", { startWith: 5000, increment: 3 });

export const customers = sales.table(
  "customers",
  {
    id: uuid().primaryKey().defaultRandom(),
    tenantId: tenant().references(() => tenants.id),
    email: text(),
    phone: varchar({ length: 20 }),
    name: text().notNull().default(""),
    vip: boolean().default(false),
  },
  (t) => [
    uniqueIndex("customer_email")
      .on(t.tenantId, sql`lower(${t.email})`)
      .where(isNotNull(t.email)),
    check("reachable", sql`${t.email} is not null or ${t.phone} is not null`),
  ],
);

export const addresses = sales.table("addresses", {
  id: serial().primaryKey(),
  customerId: uuid("customer_id").references(() => customers.id, { onDelete: "cascade" }),
  lines: text().array(3).notNull().default([]),
  country: char({ length: 2 }).default("DE"),
});

export const orders = sales.table(
  "orders",
  {
    id: serial().primaryKey(),
    number: bigint({ mode: "number" }).default(sql`nextval('sales.order_numbers')`),
    customerId: uuid("customer_id").references(() => customers.id, { onDelete: "restrict" }),
    billTo: integer("bill_to").references(() => addresses.id),
    shipTo: integer("ship_to").references(() => addresses.id),
    state: orderState().notNull().default("open"),
    placed: timestamp({ withTimezone: true, precision: 3 }).defaultNow(),
  },
  (t) => [
    unique().on(t.number),
    index("open_orders").on(t.placed).where(eq(t.state, "open")),
    pgPolicy("all_orders", { for: "select", to: "public", using: sql`true` }),
  ],
);

export const lines = sales.table(
  "lines",
  {
    orderId: integer("order_id").references(() => orders.id, { onDelete: "cascade" }),
    line: smallint().notNull(),
    productId: bigint("product_id", { mode: "number" }).references(() => products.id),
    quantity: integer().notNull().default(1),
    price: money("price").notNull(),
    total: money("total").generatedAlwaysAs(sql`price * quantity`),
  },
  (t) => [primaryKey({ columns: [t.orderId, t.line] }), check("quantity", gt(t.quantity, 0))],
);

export const coupons = sales.table("coupons", {
  code: varchar({ length: 12 }).primaryKey(),
  percent: integer().default(10),
  uses: integer().default(0),
});

export const orderCoupons = sales.table(
  "order_coupons",
  {
    orderId: integer("order_id").references(() => orders.id),
    code: varchar({ length: 12 }).references(() => coupons.code, { onUpdate: "cascade" }),
  },
  (t) => [primaryKey({ columns: [t.orderId, t.code] })],
);

export const shipments = sales.table("shipments", {
  id: serial().primaryKey(),
  orderId: integer("order_id").references(() => orders.id),
  carrier: text(),
  tracking: text().unique(),
});

export const returns = sales.table("returns", {
  id: serial().primaryKey(),
  shipmentId: integer("shipment_id").references(() => shipments.id),
  reason: text(),
});

// --- accounts
export const entryKind = accounts.enum("Entry Kind", ["debit", "credit"]);

export const ledgers = accounts.table("Ledgers", {
  Id: integer("Id").primaryKey().generatedAlwaysAsIdentity(),
  tenantId: tenant().references(() => tenants.id),
  currency: char({ length: 3 }).default("EUR"),
});

export const invoices = accounts.table("Invoices", {
  Id: integer("Id").primaryKey().generatedAlwaysAsIdentity({ name: "Invoice Numbers" }),
  orderId: integer("Order Id").references(() => orders.id),
  sum: money("Sum"),
  issued: date("Issued").defaultNow(),
});

export const entries = accounts.table(
  "Entries",
  {
    Id: bigserial("Id", { mode: "number" }).primaryKey(),
    ledger: integer("Ledger").references(() => ledgers.Id),
    invoice: integer("Invoice").references(() => invoices.Id),
    kind: entryKind("Kind").notNull().default("debit"),
    amount: money("Amount").notNull().default("0"),
  },
  (t) => [
    check("Not Nothing", sql`${t.amount} <> 0 or ${t.kind} = 'debit'`),
    index("By Ledger").on(t.ledger, t.kind.desc().nullsLast()),
  ],
);

export const payments = accounts.table("Payments", {
  Id: uuid("Id").primaryKey().defaultRandom(),
  invoice: integer("Invoice").references(() => invoices.Id),
  amount: money("Amount").default("0.00"),
  data: jsonb("Data"),
});

export const refunds = accounts
  .table("Refunds", {
    payment: uuid("Payment").references(() => payments.Id),
    amount: money("Amount"),
  })
  .enableRLS();

export const revenue = sales.view("revenue").as((qb) =>
  qb
    .select({ customer: orders.customerId, total: sum(lines.total).as("total") })
    .from(orders)
    .innerJoin(lines, eq(lines.orderId, orders.id))
    .where(and(eq(orders.state, "closed")))
    .groupBy(orders.customerId),
);

export const bestCustomers = sales
  .materializedView("best_customers")
  .withNoData()
  .as((qb) =>
    qb
      .select()
      .from(revenue)
      .where(sql`${revenue.total} > 1000`),
  );

export const shelf = catalogue
  .view("shelf", { sku: text(), free: integer() })
  .as(
    sql`select p.sku::text, i.free from catalogue.products p join stock.items i on i.product_id = p.id`,
  );
