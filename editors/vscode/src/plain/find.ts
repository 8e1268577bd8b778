// Which program is the server.

/** Where it may be, and what the outside says of files. */
export interface Places {
  /** The setting; empty when it is not set. */
  setting: string;
  /** The folder of this extension. */
  extension: string;
  /** The variable PATH. */
  path: string;
  windows: boolean;
  /** True for a file that may be run. */
  runs: (file: string) => boolean;
}

export type Found = { program: string; from: 'setting' | 'extension' | 'path' } | { problem: string };

/** The setting, then the program inside the extension, then the PATH. A setting that leads nowhere is a mistake to be told, not passed over. */
export function findServer(places: Places): Found {
  const name = places.windows ? 'copydesk.exe' : 'copydesk';
  const slash = places.windows ? '\\' : '/';
  if (places.setting !== '') {
    return places.runs(places.setting)
      ? { program: places.setting, from: 'setting' }
      : { problem: `The setting copydesk.server.path names ${places.setting}, which is no program that can be run.` };
  }
  const own = [places.extension, 'bin', name].join(slash);
  if (places.runs(own)) {
    return { program: own, from: 'extension' };
  }
  const folders = places.path.split(places.windows ? ';' : ':').filter((folder) => isAbsolute(folder));
  const onPath = folders.map((folder) => folder + slash + name).find(places.runs);
  return onPath === undefined
    ? { problem: 'This build of the extension has no copydesk program inside, and there is none on the PATH: install one, or name it in the setting copydesk.server.path.' }
    : { program: onPath, from: 'path' };
}

/** An entry such as "." would let the opened folder choose what is run. */
function isAbsolute(folder: string): boolean {
  return folder.startsWith('/') || folder.startsWith('\\\\') || /^[A-Za-z]:[\\/]/.test(folder);
}
