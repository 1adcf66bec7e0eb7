/** The file name of a new migration, and the dates in it. */
import { ExitStatus, GenError } from "../errors.js";

interface FileNameInput {
  readonly template: string;
  readonly revision: string;
  /** See `slugify`. Empty without a message. */
  readonly slug: string;
  readonly date: Date;
  readonly timezone: string;
}

/** The path of a migration's file inside the migrations folder, with `/` as separator. */
export function fileName({ template, revision, slug, date, timezone }: FileNameInput): string {
  const epoch = String(Math.floor(date.getTime() / 1000));
  const [year, month, day, hour, minute, second] = isoDate(date, timezone).match(/\d+/g) ?? [];
  const clock = { year, month, day, hour, minute, second };
  const values = new Map(Object.entries({ rev: revision, slug, epoch, ...clock }));
  // Without a message, its separator is removed too.
  const given =
    slug === "" ? template.replaceAll(slugWithSeparator, "").replace(/^[_.-]+/, "") : template;
  const name = given.replaceAll(
    placeholder,
    (text, ours: string | undefined, theirs: string | undefined) => {
      const value = values.get(ours ?? theirs ?? "");
      if (value !== undefined) return value;
      throw templateError(
        `\`fileTemplate\` has the unknown placeholder ${text} (${template}).`,
        `It knows ${[...values.keys()].map((token) => `{{${token}}}`).join(", ")}.`,
      );
    },
  );
  const path = /\.m?[jt]s$/.test(name) ? name : `${name}.ts`;
  // Files and folders whose names begin with `.` or `_` are not revisions.
  const bad = path.split("/").find((part) => /^(?:$|[._]|node_modules$)/.test(part));
  if (bad === undefined && !/[\0\\]/.test(path)) return path;
  throw templateError(
    `The file would be called ${path}, where it would not be found.`,
    `No part of the name may be empty or begin with \`.\` or \`_\`: change the revision's identifier or \`fileTemplate\` (${template}).`,
  );
}

/** `{{rev}}`, or Alembic's `%(rev)s` and `%(month).2d`, with `%%` as in an INI file. */
const placeholder = /\{\{\s*(\w+)\s*\}\}|%?%\((\w+)\)[\d.]*[sd]/g;

const slugWithSeparator = /[_.-]*(?:\{\{\s*slug\s*\}\}|%?%\(slug\)s)/g;

function templateError(message: string, hint: string): GenError {
  return new GenError("file_template", message, { hint, status: ExitStatus.usage });
}

/** ISO 8601 with the zone's offset at that time: `2026-11-22T16:43:00.000+01:00`, or `…Z`. */
export function isoDate(date: Date, timezone: string): string {
  // Node takes 20 ms to load time zones.
  if (timezone === "UTC") return date.toISOString();
  const format = new Intl.DateTimeFormat("en", { timeZone: timezone, timeZoneName: "longOffset" });
  const zone = format.formatToParts(date).find(({ type }) => type === "timeZoneName")?.value;
  // GMT, or GMT+01:00.
  const offset = zone?.slice("GMT".length) ?? "";
  if (offset === "") return date.toISOString();
  const utc = date.toISOString().slice(0, -1);
  const ahead = date.getTime() - Date.parse(utc + offset);
  return new Date(date.getTime() + ahead).toISOString().slice(0, -1) + offset;
}

/** Lower-case words with underscores, truncated after a whole word, as Alembic does it. */
export function slugify(message: string, maxLength = 40): string {
  const slug = (message.match(/[\p{L}\p{N}\p{M}_]+/gu) ?? []).join("_").toLowerCase();
  const characters = [...slug];
  if (characters.length <= maxLength) return slug;
  const cut = characters.slice(0, maxLength).join("");
  const lastWordEnd = cut.lastIndexOf("_");
  return `${lastWordEnd === -1 ? cut : cut.slice(0, lastWordEnd)}_`;
}
