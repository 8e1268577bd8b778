// node tests/vscode/e2e.mjs VSIX OUT [pattern of the names of tests]: Copydesk in the real Visual Studio Code workbench, as a
// reader uses it. Every test has one retry, in a fresh window, and a limit; ends with "N passed, N failed".

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { Lab, place, until, wait } from './lab.mjs';

const [vsix, out, only = ''] = process.argv.slice(2);
const LIMIT = 45_000;
const ALL = 360_000;
const seeds = path.resolve(import.meta.dirname, '../../seeds');
const texts = Object.fromEntries(fs.readdirSync(seeds).map((name) => [name, fs.readFileSync(path.join(seeds, name), 'utf8')]));
const [first, second, , fourth] = Object.keys(texts).sort();
const { 'copydesk.toml': _, ...bare } = texts;
const NOTE = `Officials reportedly left. ${'A line of notes that is longer than any window is wide. '.repeat(12)}\n`;

const tests = [];
const test = (name, run) => tests.push({ name, run });
let lab;
/** The windows that are open, by folder: opening one takes longer than most tests. */
const windows = new Map();

/** The window of a workspace, made by `make` when it is not open. */
async function windowOf(name, make) {
  const open = windows.get(name);
  if (open !== undefined) {
    await open.reset();
    return open;
  }
  const window = await lab.open(make());
  windows.set(name, window);
  return window;
}

async function closeWindows() {
  for (const window of windows.values()) {
    await window.close();
  }
  windows.clear();
}

const news = () => windowOf('news', () => lab.folder('news', { ...texts, '.vscode/settings.json': '{}' }));

/** A program that stands in for the server. */
function program(name, code) {
  const file = path.join(lab.home, name);
  fs.writeFileSync(file, code, { mode: 0o755 });
  return file;
}

/** A folder's settings that name a program of its own, and the mark that it leaves when it is run. */
function evil() {
  const mark = path.join(lab.home, 'ran');
  const settings = { 'copydesk.server.path': program('evil', `#!/bin/sh\ntouch ${mark}\n`), 'copydesk.enable': 'always' };
  return { mark, settings };
}

test('a folder is off, and a click turns it on', async () => {
  const window = await lab.open(lab.folder('fresh', { ...bare, 'copydesk.txt': NOTE }));
  windows.set('fresh', window);
  await window.open(first);
  await window.says('Copydesk: off here');
  assert.equal(await window.wrapped(), false, 'nothing is wrapped before');
  assert.equal(await window.squiggles.count(), 0);
  await window.menu('Turn on in this folder');
  await until('copydesk.toml', () => fs.existsSync(path.join(lab.home, 'fresh/copydesk.toml')));
  await window.says(/Copydesk: 6 articles, \d events/);
  await window.read(first);
  await window.squiggles.first().waitFor();
  await window.goTo(bare[first], 'reportedly');
  assert.match(await window.hover('by whom?'), /reported by whom\?/);
});

test('an article’s date is asked for, and written', async () => {
  const window = await windowOf('fresh', () => lab.folder('fresh', { ...bare, 'copydesk.toml': '# Mine.\n' }));
  const settings = path.join(lab.home, 'fresh/copydesk.toml');
  await window.says(/Copydesk: \d articles/);
  await window.read(second);
  await window.command('Copydesk: Set This Article’s Date…');
  await window.input.fill('2016-02-30');
  await window.page.locator('.quick-input-widget', { hasText: 'There is no such day.' }).waitFor();
  await window.input.fill('2016-04-18');
  await window.keys.press('Enter');
  // An example in a comment is no date.
  await until('the date in copydesk.toml', () => /^published = 2016-04-18$/m.test(fs.readFileSync(settings, 'utf8')));
  assert(fs.readFileSync(settings, 'utf8').includes(`[articles."${second}"]`));
});

test('findings are drawn and listed', async () => {
  const window = await news();
  await window.says('Copydesk: 5 articles, 4 events');
  await window.read(first);
  await window.squiggles.first().waitFor();
  await window.command('View: Focus Problems');
  const { line, column } = place(texts[first], 'reportedly');
  const row = window.problems.filter({ hasText: 'reported by whom?' }).first();
  await row.waitFor();
  assert.match((await row.innerText()).replace(/\s+/g, ' '), new RegExp(`copydesk.*hearsay.*\\[Ln ${line}, Col ${column - 1}\\]`));
  await window.shot('problems');
  await window.command('View: Hide Panel').catch(() => window.command('View: Toggle Panel Visibility'));
});

test('a card for Mr. Earnest', async () => {
  const window = await news();
  await window.read(first);
  await window.goTo(texts[first], 'Mr. Earnest');
  const card = await window.hover('Josh Earnest');
  assert.equal(card.trim().split('\n')[0].trim(), 'Josh Earnest · person');
  // A card goes when the text below it is laid out anew, as hints come in: the picture has to show it.
  for (let tries = 1; ; tries += 1) {
    await window.shot('hover', await window.hoverCard.first().isVisible());
    if (await window.hoverCard.first().isVisible()) {
      break;
    }
    assert(tries < 4, 'the card stays');
    await window.hover('Josh Earnest');
  }
});

test('F12 leads from the call to the other article', async () => {
  const window = await news();
  await window.read(first);
  await window.goTo(texts[first], 'conversation');
  await window.keys.press('F12');
  await window.tab(second);
  const { line } = place(texts[second], 'made an urgent call');
  await window.page.locator('.statusbar-item', { hasText: `Ln ${line}, Col ` }).waitFor();
  await window.shot('jump');
});

test('Ctrl+F12 shows the same elsewhere', async () => {
  const window = await news();
  await window.read(first);
  await window.goTo(texts[first], 'conversation');
  await window.keys.press('Control+F12');
  const { line } = place(texts[second], 'made an urgent call');
  await window.tab(second);
  await window.page.locator('.statusbar-item', { hasText: `Ln ${line}, Col ` }).waitFor();
});

test('Shift+F12 lists every mention', async () => {
  const window = await news();
  await window.read(first);
  await window.goTo(texts[first], 'Mr. Earnest');
  await window.keys.press('Shift+F12');
  const peek = window.page.locator('.reference-zone-widget');
  await peek.locator('.head', { hasText: '(4)' }).waitFor();
  assert.equal(await peek.locator('.ref-tree .monaco-list-row .referenceMatch').count(), 4);
});

test('the outline holds quotations by their speakers', async () => {
  const window = await news();
  await window.read(first);
  await window.fold(0);
  await window.command('Explorer: Focus on Outline View');
  const rows = window.page.locator('.outline-tree .monaco-list-row');
  await rows.filter({ hasText: 'intense conversation' }).first().waitFor();
  await window.shot('outline');
  await window.fold(0);
  await window.fold(1);
});

test('an edit clears a finding', async () => {
  const window = await news();
  await window.read(first);
  await window.squiggles.first().waitFor();
  const rows = window.problems.filter({ hasText: 'reported by whom?' });
  const listed = async () => {
    await window.command('View: Focus Problems');
    await window.problems.first().waitFor();
    const count = await rows.count();
    await window.command('View: Hide Panel').catch(() => window.command('View: Toggle Panel Visibility'));
    return count;
  };
  const before = await until('the finding', listed);
  await window.goTo(texts[first], 'reportedly');
  await window.keys.press('Control+Delete');
  await window.keys.press('Control+Backspace');
  // What nobody reports any more may be a claim of the article's own.
  await until('one such finding less', async () => await listed() === before - 1);
  assert.equal(fs.readFileSync(path.join(lab.home, 'news', first), 'utf8'), texts[first], 'nothing was saved');
});

test('a change on disk is noticed', async () => {
  const window = await news();
  const file = path.join(lab.home, 'news/005_late.txt');
  fs.writeFileSync(file, texts[second].replaceAll('Putin', 'Medvedev'));
  await window.says('Copydesk: 6 articles');
  fs.rmSync(file);
  await window.says('Copydesk: 5 articles, 4 events');
});

test('articles are shown by their labels', async () => {
  const window = await news();
  await window.says('Copydesk: 5 articles');
  await window.fold(0);
  await window.command('Explorer: Focus on Coverage View');
  const rows = window.page.locator('.pane', { hasText: 'Coverage' }).locator('.monaco-list-row');
  await rows.filter({ hasText: 'Phone call of Obama and Putin' }).first().waitFor();
  await rows.filter({ hasText: 'The Guardian' }).first().waitFor();
  assert.equal(await rows.filter({ hasText: '_' }).count(), 0, 'no file names');
  await window.shot('coverage', false);
  await window.fold(0);
  await window.menu('Show articles');
  const row = window.picks.filter({ hasText: '20 Nov 2016 · The Guardian' }).first();
  await row.click();
  await window.tab('004_');
});

/** A folder in which somebody decides, and what is written beside its articles. */
const desk = () => windowOf('desk', () => lab.folder('desk', { ...texts, '.vscode/settings.json': '{"copydesk.annotator": "A. Annotator"}' }));

function written(article) {
  const file = path.join(lab.home, 'desk', `${article}.anno.jsonl`);
  const lines = fs.existsSync(file) ? fs.readFileSync(file, 'utf8').split('\n').filter((line) => line !== '') : [];
  return lines.map((line) => JSON.parse(line));
}

test('words that are chosen become an organization', async () => {
  const window = await desk();
  await window.says('Copydesk: 5 articles, 4 events');
  await window.read(fourth);
  await window.goTo(texts[fourth], 'Bloomberg');
  await window.keys.press('ArrowLeft');
  await window.keys.press('Control+Shift+ArrowRight');
  await window.page.locator('.statusbar-item', { hasText: /\(9 selected\)/ }).waitFor();
  await window.act('Mark as organization');
  const [line] = await until('the line', () => { const lines = written(fourth); return lines.length > 0 && lines; });
  assert.equal(line.target[0].selector.find((one) => one.type === 'TextQuoteSelector').exact, 'Bloomberg');
  assert.deepEqual([line.creator.name, line.copydesk.kind, line.copydesk.type], ['A. Annotator', 'mention', 'organization']);
  await window.goTo(texts[fourth], 'Bloomberg');
  assert.match(await window.hover('Decided by A. Annotator'), /^Bloomberg · organization/);
});

test('the light bulb on a wrong squiggle dismisses it', async () => {
  const window = await desk();
  await window.read(first);
  await window.squiggles.first().waitFor();
  const before = await until('findings', () => window.infos());
  await window.goTo(texts[first], 'reportedly');
  await window.bulb.click();
  await window.action('Dismiss: public record').click();
  await until('one finding less', async () => await window.infos() === before - 1);
  const line = written(first).find((one) => one.copydesk.kind === 'dismissal');
  assert.deepEqual([line.copydesk.code, line.copydesk.reason], ['hearsay', 'public record']);
});

test('a claim that is checked asks for a link and a note', async () => {
  const window = await desk();
  await window.read(first);
  await window.squiggles.first().waitFor();
  await window.goTo(texts[first], 'has shown signs of crumbling');
  const claim = async () => {
    await window.act('Claim: checked');
    await window.page.locator('.quick-input-widget', { hasText: 'A page that shows it' }).waitFor();
  };
  // Who backs out has decided nothing.
  await claim();
  await window.keys.press('Escape');
  await wait(500);
  assert(!written(first).some((one) => one.copydesk.kind === 'claim'), 'nothing is written');

  await claim();
  await window.input.fill('example.org');
  await window.page.locator('.quick-input-widget', { hasText: 'Write the whole address' }).waitFor();
  await window.input.fill('https://example.org/truce');
  await window.keys.press('Enter');
  await window.page.locator('.quick-input-widget', { hasText: 'A note, or nothing' }).waitFor();
  await window.input.fill('Two monitors say so');
  await window.keys.press('Enter');
  const line = await until('the claim', () => written(first).find((one) => one.copydesk.kind === 'claim'));
  assert.deepEqual([line.copydesk.status, line.copydesk.links, line.copydesk.note], ['checked', ['https://example.org/truce'], 'Two monitors say so']);
  assert.match(line.target[0].selector.find((one) => one.type === 'TextQuoteSelector').exact, /^The so-called cessation.*recent days/);
  await window.hover('Claim, checked: A. Annotator');
  assert.equal(await window.page.locator('.tabs-container .tab', { hasText: 'anno.jsonl' }).count(), 0, 'who was asked is shown no file');
});

test('Undo Last Judgement, from the palette and by key, names what it undoes', async () => {
  const window = await desk();
  await window.read(first);
  const kinds = () => written(first).map((one) => one.copydesk.kind).sort().join(' ');
  const told = (words) => window.page.locator('.statusbar-item', { hasText: words }).waitFor();
  // What an earlier test has decided, or what this one does when it is tried again.
  if (kinds() === '') {
    await window.goTo(texts[first], 'reportedly');
    await window.bulb.click();
    await window.action('Dismiss: public record').click();
    await until('the dismissal', () => kinds() === 'dismissal');
    await window.goTo(texts[first], 'has shown signs of crumbling');
    await window.act('Claim: checked');
    await window.page.locator('.quick-input-widget', { hasText: 'A page that shows it' }).waitFor();
    await window.keys.press('Enter');
    await window.page.locator('.quick-input-widget', { hasText: 'A note, or nothing' }).waitFor();
    await window.keys.press('Enter');
  }
  await until('both', () => kinds() === 'claim dismissal');
  await window.goTo(texts[first], 'reportedly');
  await window.command('Copydesk: Undo Last Judgement');
  await told('Undo: claim: checked, 000:8');
  assert.equal(kinds(), 'dismissal');
  await window.keys.press('Control+Alt+z');
  await told(/Undo: dismiss: hearsay, 000:\d+/);
  assert.equal(kinds(), '');
  await window.keys.press('Control+Alt+y');
  await told(/Redo: dismiss: hearsay, 000:\d+/);
  assert.equal(kinds(), 'dismissal');
  assert.equal(await window.page.locator('.tabs-container .tab.dirty').count(), 0, 'the article was not touched');
  assert.equal(fs.readFileSync(path.join(lab.home, 'desk', first), 'utf8'), texts[first]);
});

test('lenses lead to who else reports it, and to what differs', async () => {
  const window = await news();
  await window.read(first);
  const lens = (words) => window.page.locator('.codelens-decoration a', { hasText: words }).first();
  await lens('2 articles on this event').click();
  const peek = window.page.locator('.reference-zone-widget');
  await peek.waitFor();
  await peek.locator('.head', { hasText: second }).waitFor();
  await peek.locator('.ref-tree', { hasText: 'made an urgent call' }).waitFor();
  await window.keys.press('Escape');
  await peek.waitFor({ state: 'detached' });

  await lens(/statements? differs?/).click();
  const pair = window.picks.filter({ hasText: 'reiterated' }).first();
  await pair.waitFor();
  await window.shot('compare', false);
  await pair.click();
  await until('two editors side by side', async () => await window.page.locator('.editor-group-container .tab.active').count() === 2);
  await window.tab(second);
});

test('a server that is killed comes back', async () => {
  const window = await news();
  await window.says('Copydesk: 5 articles');
  const [old] = await until('the server', () => { const found = lab.servers(); return found.length > 0 && found; });
  for (const pid of lab.servers()) {
    process.kill(pid, 'SIGKILL');
  }
  await until('another server', () => lab.servers().some((pid) => pid !== old));
  await window.says('Copydesk: 5 articles, 4 events');
  await window.read(first);
  await window.goTo(texts[first], 'Mr. Earnest');
  await window.hover('Josh Earnest · person');
  assert.equal(await window.toasts.count(), 0, 'nothing to click away');
});

test('prose is wrapped in articles and nowhere else', async () => {
  const folders = [lab.folder('two/articles', texts), lab.folder('two/notes', { 'note.txt': NOTE })];
  const file = path.join(lab.home, 'two/both.code-workspace');
  fs.writeFileSync(file, JSON.stringify({ folders: folders.map((folder) => ({ path: folder })) }));
  const window = await windowOf('two', () => file);
  await window.read(first);
  await window.says('Copydesk: 5 articles, 4 events');
  await window.open('note.txt');
  await window.says('Copydesk: off here');
  assert.equal(await window.wrapped(), false);
  assert.equal(await window.squiggles.count(), 0);
});

test('a folder that is not trusted is served, and chooses no program', async () => {
  const { mark, settings } = evil();
  lab.settings({ 'security.workspace.trust.enabled': true, 'security.workspace.trust.startupPrompt': 'never', 'security.workspace.trust.banner': 'never' });
  try {
    const window = await windowOf('untrusted', () => lab.folder('untrusted', { ...texts, '.vscode/settings.json': JSON.stringify(settings) }));
    await window.page.locator('.statusbar-item', { hasText: 'Restricted Mode' }).waitFor();
    await window.read(first);
    await window.says('Copydesk: 5 articles, 4 events');
    await window.squiggles.first().waitFor();
    assert.equal(fs.existsSync(mark), false, 'the folder had a program run');
  } finally {
    lab.settings({});
  }
});

test('nor does a folder that is trusted: the setting is the machine’s', async () => {
  const { mark, settings } = evil();
  const window = await windowOf('trusted', () => lab.folder('trusted', { ...texts, '.vscode/settings.json': JSON.stringify(settings) }));
  await window.says('Copydesk: 5 articles, 4 events');
  assert.equal(fs.existsSync(mark), false, 'the folder had a program run');
});

test('no program, another version, one that dies: each told once', async () => {
  // Every open window would start what the settings name.
  await closeWindows();
  const window = await windowOf('broken', () => lab.folder('broken', texts));
  await window.says('Copydesk: 5 articles');
  try {
    const hidden = path.join(lab.extension, 'hidden');
    fs.renameSync(path.join(lab.extension, 'bin'), hidden);
    try {
      await window.command('Copydesk: Restart');
      await window.toast('there is none on the PATH');
      await window.says('Copydesk: stopped');
    } finally {
      fs.renameSync(hidden, path.join(lab.extension, 'bin'));
    }
    await window.command('Notifications: Clear All Notifications');
    lab.machine({ 'copydesk.server.path': '/nowhere/copydesk' });
    await window.toast('The setting copydesk.server.path names /nowhere/copydesk');

    const other = program('other', `#!${process.execPath}
const answer = JSON.stringify({ jsonrpc: '2.0', id: 0, result: { capabilities: {}, serverInfo: { name: 'copydesk', version: '9.8.7' } } });
process.stdin.once('data', () => process.stdout.write('Content-Length: ' + answer.length + '\\r\\n\\r\\n' + answer));
`);
    await window.command('Notifications: Clear All Notifications');
    lab.machine({ 'copydesk.server.path': other });
    await window.toast(`This extension wants Copydesk 0.1; ${other} is 9.8.7.`);
    await window.says('Copydesk: stopped');

    const starts = path.join(lab.home, 'starts');
    fs.rmSync(starts, { force: true });
    const dying = program('dying', `#!/bin/sh\necho start >> ${starts}\nexit 1\n`);
    await window.command('Notifications: Clear All Notifications');
    lab.machine({ 'copydesk.server.path': dying });
    await window.toast('ended 3 times in a row');
    await window.says('Copydesk: stopped');
    await wait(1500);
    assert.equal(fs.readFileSync(starts, 'utf8').trim().split('\n').length, 3);
    assert.equal(await window.toasts.count(), 1);
    // The editor stays usable.
    await window.read(first);
  } finally {
    lab.machine({});
  }
  await window.says('Copydesk: 5 articles, 4 events');
});

test('the sample articles are a click away', async () => {
  const window = await windowOf('other', () => lab.folder('other', { 'note.txt': NOTE }));
  await window.open('note.txt');
  await window.says('Copydesk: off here');
  await window.menu('Open the sample articles');
  await window.says('Copydesk: 5 articles, 4 events', 40000);
  await window.page.locator('.tabs-container .tab', { hasText: first }).waitFor();
  await window.page.getByText('Getting Started with Copydesk').first().waitFor();
  await window.shot('walkthrough', false);
});

test('nothing was asked of the outside', async () => {
  const window = await news();
  await window.read(first);
  assert.deepEqual([...lab.outside], []);
});

async function limited(work, milliseconds) {
  let timer;
  const late = new Promise((_resolve, reject) => { timer = setTimeout(() => { reject(new Error(`took longer than ${milliseconds / 1000} s`)); }, milliseconds); });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** One test, tried twice; true when it passed. */
async function passes({ name, run }) {
  for (const attempt of [1, 2]) {
    const started = Date.now();
    try {
      await limited(run(), LIMIT);
      console.log(`ok    ${((Date.now() - started) / 1000).toFixed(1).padStart(5)} s  ${name}${attempt === 2 ? ' (second try)' : ''}`);
      return true;
    } catch (error) {
      const shown = `${name.replace(/\W+/g, '-')}-${attempt}`;
      for (const [key, window] of windows) {
        await window.page.screenshot({ path: path.join(out, `failed-${shown}-${key}.png`), timeout: 5000 }).catch(() => undefined);
      }
      console.log(`${attempt === 2 ? 'FAIL' : 'again'} ${((Date.now() - started) / 1000).toFixed(1).padStart(5)} s  ${name}: ${error.stack}`);
      await limited(closeWindows(), 10000).catch(() => undefined);
    }
  }
  return false;
}

fs.mkdirSync(out, { recursive: true });
const started = Date.now();
let passed = 0;
let failed = 0;
// Whatever hangs, this ends.
let late = false;
const guard = setTimeout(() => {
  late = true;
  console.log(`took longer than ${ALL / 1000} s\n${passed} passed, ${tests.length - passed} failed`);
  lab?.close().finally(() => { process.exit(1); });
  setTimeout(() => { process.exit(1); }, 5000);
}, ALL);
try {
  lab = await Lab.start(path.resolve(vsix), path.resolve(out));
  console.log(`      ${((Date.now() - started) / 1000).toFixed(1).padStart(5)} s  extension installed, server and browser up`);
  for (const one of tests.filter(({ name }) => new RegExp(only).test(name))) {
    // Nothing is tried once the time is over.
    if (late) {
      break;
    }
    if (await passes(one)) {
      passed += 1;
    } else {
      failed += 1;
    }
  }
} catch (error) {
  console.log(error);
  failed += 1;
} finally {
  await limited(closeWindows(), 10000).catch(() => undefined);
  await lab?.close();
  clearTimeout(guard);
}
console.log(`${((Date.now() - started) / 1000).toFixed(1)} s`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
