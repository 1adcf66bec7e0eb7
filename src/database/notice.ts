/** Notices, as both drivers give them. */
import type { Notice } from "./open.js";

interface DriverNotice {
  readonly severity?: string | undefined;
  readonly message?: string | undefined;
  readonly detail?: string | undefined;
  readonly hint?: string | undefined;
}

export function toNotice(notice: DriverNotice): Notice {
  return {
    severity: notice.severity ?? "NOTICE",
    message: notice.message ?? "",
    ...(notice.detail === undefined ? {} : { detail: notice.detail }),
    ...(notice.hint === undefined ? {} : { hint: notice.hint }),
  };
}
