import { describe, expect, it } from "vitest";
import { slugify } from "../../src/render/file-name.js";

describe("slugify", () => {
  it.each([
    ["Add manufacturer column to vehicles table", 40, "add_manufacturer_column_to_vehicles_"],
    ["Add email", 40, "add_email"],
    ["  --Fix: the `users.email` index!  ", 40, "fix_the_users_email_index"],
    ["a b c", 3, "a_"],
    ["abcdef", 3, "abc_"],
    ["Größe ändern", 40, "größe_ändern"],
    ["🚗", 40, ""],
    ["", 40, ""],
    ["../../etc/passwd", 40, "etc_passwd"],
  ])("turns %j into words, at most %i characters", (message, length, slug) => {
    expect(slugify(message, length)).toBe(slug);
  });
});
