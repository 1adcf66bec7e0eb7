/**
 * `pg_cast` of PostgreSQL 14 to 18 for the types that columns have, less what every type has: to
 * a string by assignment, from a string explicitly.
 */
interface Casts {
  /** Implicit ones among them: an ALTER COLUMN TYPE needs no USING. */
  readonly assignment: readonly string[];
  readonly explicit: readonly string[];
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
    boolean: { assignment: [], explicit: ["integer"] },
    smallint: {
      assignment: ["integer", "bigint", "numeric", "oid", "regclass", ...floats],
      explicit: [],
    },
    integer: {
      assignment: ["smallint", "bigint", "numeric", "money", "oid", "regclass", ...floats],
      explicit: ["boolean", "bit"],
    },
    bigint: {
      assignment: ["smallint", "integer", "numeric", "money", "oid", "regclass", ...floats],
      explicit: ["bit"],
    },
    real: { assignment: [...integers, "double precision", "numeric"], explicit: [] },
    "double precision": { assignment: [...integers, "real", "numeric"], explicit: [] },
    numeric: { assignment: [...integers, ...floats, "money"], explicit: [] },
    money: { assignment: ["numeric"], explicit: [] },
    text: { assignment: ["regclass"], explicit: [] },
    "character varying": { assignment: ["regclass"], explicit: [] },
    bit: { assignment: ["bit varying"], explicit: ["integer", "bigint"] },
    "bit varying": { assignment: ["bit"], explicit: [] },
    date: {
      assignment: ["timestamp without time zone", "timestamp with time zone"],
      explicit: [],
    },
    "time without time zone": { assignment: ["interval", "time with time zone"], explicit: [] },
    "time with time zone": { assignment: ["time without time zone"], explicit: [] },
    "timestamp without time zone": {
      assignment: ["date", "time without time zone", "timestamp with time zone"],
      explicit: [],
    },
    "timestamp with time zone": {
      assignment: [
        "date",
        "time without time zone",
        "time with time zone",
        "timestamp without time zone",
      ],
      explicit: [],
    },
    interval: { assignment: ["time without time zone"], explicit: [] },
    json: { assignment: ["jsonb"], explicit: [] },
    jsonb: { assignment: ["json"], explicit: ["boolean", "numeric", ...integers, ...floats] },
    inet: { assignment: ["cidr"], explicit: [] },
    cidr: { assignment: ["inet"], explicit: [] },
    macaddr: { assignment: ["macaddr8"], explicit: [] },
    macaddr8: { assignment: ["macaddr"], explicit: [] },
    point: { assignment: ["box"], explicit: [] },
    lseg: { assignment: [], explicit: ["point"] },
    box: { assignment: ["polygon"], explicit: ["circle", "lseg", "point"] },
    path: { assignment: ["polygon"], explicit: [] },
    polygon: { assignment: ["path"], explicit: ["box", "circle", "point"] },
    circle: { assignment: [], explicit: ["box", "point", "polygon"] },
    oid: { assignment: ["integer", "bigint", "regclass"], explicit: [] },
    regclass: { assignment: ["integer", "bigint", "oid"], explicit: [] },
    int4range: { assignment: [], explicit: ["int4multirange"] },
    int8range: { assignment: [], explicit: ["int8multirange"] },
    numrange: { assignment: [], explicit: ["nummultirange"] },
    tsrange: { assignment: [], explicit: ["tsmultirange"] },
    tstzrange: { assignment: [], explicit: ["tstzmultirange"] },
    daterange: { assignment: [], explicit: ["datemultirange"] },
  }),
);
