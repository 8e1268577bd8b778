// When to stop starting a server that keeps dying.

/** So many ends … */
export const LIMIT = 3;
/** … within so many milliseconds are too many. */
export const WITHIN = 3 * 60 * 1000;

/** Counts the ends of the server. */
export class Crashes {
  private times: number[] = [];

  /** The server ended at `now` (milliseconds); true when it should be started again. */
  again(now: number): boolean {
    this.times = this.times.filter((time) => now - time < WITHIN);
    this.times.push(now);
    return this.times.length < LIMIT;
  }

  /** How long to wait before the next start, in milliseconds: not at all at first, then a little. */
  pause(): number {
    return this.times.length <= 1 ? 0 : 1000;
  }

  /** The user wants another try. */
  forget(): void {
    this.times = [];
  }
}
