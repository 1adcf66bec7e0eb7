/**
 * `pg_cast` of PostgreSQL 14 to 18 for the types that columns have, less what every type has: to
 * a string by assignment, from a string explicitly.
 */
interface Casts {
  /** Implicit ones among them: an ALTER COLUMN TYPE needs no USING. */
  readonly assignment?: readonly string[];
  readonly explicit?: readonly string[];
}

export const stringTypes: ReadonlySet<string> = new Set([
  "text",
  "character varying",
  "character",
  "name",
]);

const integers = ["smallint", "integer", "bigint"];
const floats = ["real", "double precision"];

export const builtInCasts: ReadonlyMap<string, Casts> = new Map(
  Object.entries({
    boolean: { explicit: ["integer"] },
    smallint: {
      assignment: ["integer", "bigint", "numeric", "oid", "regclass", ...floats],
    },
    integer: {
      assignment: ["smallint", "bigint", "numeric", "money", "oid", "regclass", ...floats],
      explicit: ["boolean", "bit"],
    },
    bigint: {
      assignment: ["smallint", "integer", "numeric", "money", "oid", "regclass", ...floats],
      explicit: ["bit"],
    },
    real: { assignment: [...integers, "double precision", "numeric"] },
    "double precision": { assignment: [...integers, "real", "numeric"] },
    numeric: { assignment: [...integers, ...floats, "money"] },
    money: { assignment: ["numeric"] },
    text: { assignment: ["regclass"] },
    "character varying": { assignment: ["regclass"] },
    bit: { assignment: ["bit varying"], explicit: ["integer", "bigint"] },
    "bit varying": { assignment: ["bit"] },
    date: {
      assignment: ["timestamp without time zone", "timestamp with time zone"],
    },
    "time without time zone": { assignment: ["interval", "time with time zone"] },
    "time with time zone": { assignment: ["time without time zone"] },
    "timestamp without time zone": {
      assignment: ["date", "time without time zone", "timestamp with time zone"],
    },
    "timestamp with time zone": {
      assignment: [
        "date",
        "time without time zone",
        "time with time zone",
        "timestamp without time zone",
      ],
    },
    interval: { assignment: ["time without time zone"] },
    json: { assignment: ["jsonb"] },
    jsonb: { assignment: ["json"], explicit: ["boolean", "numeric", ...integers, ...floats] },
    inet: { assignment: ["cidr"] },
    cidr: { assignment: ["inet"] },
    macaddr: { assignment: ["macaddr8"] },
    macaddr8: { assignment: ["macaddr"] },
    point: { assignment: ["box"] },
    lseg: { explicit: ["point"] },
    box: { assignment: ["polygon"], explicit: ["circle", "lseg", "point"] },
    path: { assignment: ["polygon"] },
    polygon: { assignment: ["path"], explicit: ["box", "circle", "point"] },
    circle: { explicit: ["box", "point", "polygon"] },
    oid: { assignment: ["integer", "bigint", "regclass"] },
    regclass: { assignment: ["integer", "bigint", "oid"] },
    ...Object.fromEntries(
      ["int4", "int8", "num", "ts", "tstz", "date"].map((element) => [
        `${element}range`,
        { explicit: [`${element}multirange`] },
      ]),
    ),
  }),
);
