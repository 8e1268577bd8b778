// Which servers this extension can speak to.

/** "0.1" of "0.1.7": before 1.0 the second number counts, after it only the first. Undefined for what is no version. */
export function series(version: string): string | undefined {
  const numbers = /^(\d+)\.(\d+)\.\d+/.exec(version);
  if (numbers === null) {
    return undefined;
  }
  const [, major, minor] = numbers;
  return major === '0' ? `0.${minor}` : major;
}

/** One sentence when the server is not of the extension's series. */
export function mismatch(wanted: string, server: { name?: string; version?: string } | undefined, program: string): string | undefined {
  if (server?.name !== 'copydesk') {
    return `${program} is not Copydesk.`;
  }
  const found = server.version ?? 'of no version';
  if (series(found) === series(wanted)) {
    return undefined;
  }
  return `This extension wants Copydesk ${series(wanted)}; ${program} is ${found}.`;
}
