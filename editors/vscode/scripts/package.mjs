// npm run package -- --target linux-x64 --binary PATH [--out FILE]: one .vsix for one platform, with the server inside.
// Nothing is fetched. Targets are those of vsce: linux-x64, linux-arm64, darwin-x64, darwin-arm64, win32-x64, win32-arm64.

import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { createVSIX } from '@vscode/vsce';
import { buildSync } from 'esbuild';

const here = path.resolve(import.meta.dirname, '..');
const root = path.resolve(here, '../..');
const { values } = parseArgs({ options: { target: { type: 'string' }, binary: { type: 'string' }, out: { type: 'string' } } });
const { target, binary } = values;
if (target === undefined || binary === undefined) {
  console.error('usage: npm run package -- --target linux-x64 --binary PATH [--out FILE]');
  process.exit(2);
}
const out = path.resolve(values.out ?? path.join(root, 'target', `copydesk-${target}.vsix`));

/** The program, without what only a debugger reads. */
function copyBinary() {
  const windows = target.startsWith('win32');
  const to = path.join(here, 'bin', windows ? 'copydesk.exe' : 'copydesk');
  rmSync(path.dirname(to), { recursive: true, force: true });
  mkdirSync(path.dirname(to));
  copyFileSync(binary, to);
  chmodSync(to, 0o755);
  if (target === `${process.platform}-${process.arch}`) {
    // A strip of this machine may not know another's programs.
    spawnSync('strip', [to]);
  }
}

/** Everything the extension needs of its dependencies, in one file. */
function bundle() {
  buildSync({
    absWorkingDir: here,
    entryPoints: ['src/extension.ts'],
    outfile: 'dist/extension.js',
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    external: ['vscode'],
    logLevel: 'warning',
  });
}

/** The articles of the sample workspace. */
function copySample() {
  const to = path.join(here, 'sample');
  rmSync(to, { recursive: true, force: true });
  mkdirSync(to);
  for (const name of readdirSync(path.join(root, 'seeds'))) {
    cpSync(path.join(root, 'seeds', name), path.join(to, name));
  }
}

/** The README with its pictures inside: the Extensions view resolves no relative path, and nothing is to be fetched. */
function writeReadme() {
  const inline = (whole, words, file) => {
    const data = readFileSync(path.join(here, file)).toString('base64');
    return `![${words}](data:image/png;base64,${data})`;
  };
  const text = readFileSync(path.join(here, 'README.md'), 'utf8').replace(/!\[([^\]]*)\]\((images\/[^)]+\.png)\)/g, inline);
  mkdirSync(path.join(here, 'dist'), { recursive: true });
  writeFileSync(path.join(here, 'dist', 'README.md'), text);
}

copyBinary();
copySample();
writeReadme();
for (const license of ['LICENSE-APACHE', 'LICENSE-MIT']) {
  copyFileSync(path.join(root, license), path.join(here, license));
}
bundle();
mkdirSync(path.dirname(out), { recursive: true });
await createVSIX({
  cwd: here,
  target,
  packagePath: out,
  dependencies: false,
  readmePath: 'dist/README.md',
  rewriteRelativeLinks: false,
  allowMissingRepository: true,
  skipLicense: true,
});
