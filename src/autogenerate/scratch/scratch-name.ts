/** The names of scratch databases, which tell what made them and when. */
import { randomBytes } from "node:crypto";

/**
 * `gen_scratch_<process>_<random>`; the first eight digits of the last part are the second in which
 * it was made, so that a leftover shows its age.
 *
 * @example scratchName(new Date()) // gen_scratch_4711_6a1f0c3e9d2b5f70
 */
export function scratchName(now: Date): string {
  const second = Math.floor(now.getTime() / 1000)
    .toString(16)
    .padStart(8, "0");
  return `gen_scratch_${process.pid}_${second}${randomBytes(4).toString("hex")}`;
}

const day = 24 * 60 * 60 * 1000;

/** Whether a database of this name is a scratch database that somebody left behind a day ago. */
export function isLeftover(name: string, now: Date): boolean {
  const second = /^gen_scratch_\d+_([0-9a-f]{8})[0-9a-f]{8}$/.exec(name)?.[1];
  if (second === undefined) return false;
  return now.getTime() - Number.parseInt(second, 16) * 1000 > day;
}
