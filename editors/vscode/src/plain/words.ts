// What the user reads and types.

import type { Status } from '../protocol.ts';
import { isBelow } from './home.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** "18 Apr 2016" for "2016-04-18"; what is no such date stays as it is. */
export function day(iso: string): string {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(iso);
  const month = MONTHS[Number(parts?.[2]) - 1];
  return parts === null || month === undefined ? iso : `${Number(parts[3])} ${month} ${parts[1]}`;
}

/** One sentence about a date that cannot be, `undefined` for one that can. */
export function dateProblem(value: string): string | undefined {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value.trim());
  if (parts === null) {
    return 'Write the day as 2016-04-18: year, month, day.';
  }
  const [year, month, date] = parts.slice(1).map(Number) as [number, number, number];
  const real = new Date(Date.UTC(year, month - 1, date));
  const same = real.getUTCFullYear() === year && real.getUTCMonth() === month - 1 && real.getUTCDate() === date;
  return same ? undefined : 'There is no such day.';
}

/** One sentence about a name of an outlet that cannot be. */
export function outletProblem(value: string): string | undefined {
  return value.trim() === '' ? 'Write the name of the outlet.' : undefined;
}

/** One sentence about an address that cannot be; nothing is a good answer. */
export function linkProblem(value: string): string | undefined {
  const link = value.trim();
  return link === '' || /^[a-z][a-z0-9+.-]*:\S+$/i.test(link) ? undefined : 'Write the whole address: https://…';
}

/** What the status item says of the folder in front of the user: where Copydesk is on elsewhere only, it is off here. */
export function phrase(status: Status, active: string | undefined): string {
  const root = status.roots.filter((one) => active !== undefined && isBelow(active, one.uri)).sort((a, b) => b.uri.length - a.uri.length)[0];
  return root !== undefined && !root.on ? 'off here' : status.text;
}
