// Where Copydesk is at home, as the server sees it: at and below a folder that holds a copydesk.toml.

export const SETTINGS = 'copydesk.toml';

/** The folders from that of `file` up to the workspace folder it stands in, or to the top when it stands in none. */
export function foldersOf(file: string, workspace: readonly string[]): string[] {
  const roots = workspace.filter((root) => isBelow(file, root));
  const ceiling = roots.reduce((longest, root) => (root.length > longest.length ? root : longest), '');
  const folders: string[] = [];
  for (let folder = parent(file); folder !== undefined; folder = parent(folder)) {
    folders.push(folder);
    if (folder === ceiling) {
      break;
    }
  }
  return folders;
}

/** True when `file` is `folder` or stands in it. */
export function isBelow(file: string, folder: string): boolean {
  return file === folder || file.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}

function parent(path: string): string | undefined {
  const slash = path.lastIndexOf('/');
  if (slash < 0 || path === '/') {
    return undefined;
  }
  return slash === 0 ? '/' : path.slice(0, slash);
}
