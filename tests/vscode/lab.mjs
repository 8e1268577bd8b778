// The real workbench: code-server with the packaged extension, driven in a browser. One server for all tests.

import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import { createRequire } from 'node:module';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
const tools = path.join(root, 'target/vscode');
const entry = path.join(tools, 'cs/node_modules/code-server/out/node/entry.js');
const { chromium } = createRequire(path.join(tools, 'pw/x.js'))('playwright-core');

/** Nothing on screen but what is tested, nothing fetched. */
const SETTINGS = {
  'security.workspace.trust.enabled': false, 'telemetry.telemetryLevel': 'off', 'update.mode': 'none', 'update.showReleaseNotes': false,
  'workbench.startupEditor': 'none', 'workbench.welcomePage.walkthroughs.openOnInstall': false, 'workbench.tips.enabled': false,
  'workbench.enableExperiments': false, 'workbench.secondarySideBar.defaultVisibility': 'hidden', 'workbench.reduceMotion': 'on',
  'workbench.colorTheme': 'Default Light Modern', 'workbench.layoutControl.enabled': false, 'window.commandCenter': false,
  'extensions.autoUpdate': false, 'extensions.autoCheckUpdates': false, 'extensions.ignoreRecommendations': true,
  'chat.disableAIFeatures': true, 'git.enabled': false, 'editor.minimap.enabled': false, 'editor.accessibilitySupport': 'off',
  'editor.hover.delay': 100, 'editor.occurrencesHighlight': 'off', 'files.autoSave': 'off', 'explorer.autoReveal': false,
};

export const wait = (milliseconds) => new Promise((resolve) => { setTimeout(resolve, milliseconds); });

/** Waits until `probe` answers something true, and answers that. */
export async function until(what, probe, milliseconds = 15000) {
  const end = Date.now() + milliseconds;
  for (;;) {
    const found = await probe();
    if (found) {
      return found;
    }
    assert(Date.now() < end, `never came: ${what}`);
    await wait(50);
  }
}

function freePort() {
  return new Promise((resolve) => {
    const server = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => { resolve(port); });
    });
  });
}

export class Lab {
  /** Installs the extension and starts the server and the browser. */
  static async start(vsix, out) {
    const lab = new Lab();
    lab.out = out;
    /** Hosts that a window asked for, other than this machine. */
    lab.outside = new Set();
    lab.home = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'copydesk-vscode-')));
    lab.data = path.join(lab.home, 'data');
    lab.extensions = path.join(lab.home, 'extensions');
    for (const folder of ['data/User', 'data/Machine', 'extensions']) {
      fs.mkdirSync(path.join(lab.home, folder), { recursive: true });
    }
    fs.writeFileSync(path.join(lab.home, 'config.yaml'), 'auth: none\n');
    lab.settings({});
    lab.machine({});
    const env = { ...process.env, HOME: lab.home, EXTENSIONS_GALLERY: '{"serviceUrl":""}', PATH: '/usr/bin:/bin' };
    for (const kind of ['CONFIG', 'DATA', 'STATE', 'CACHE']) {
      env[`XDG_${kind}_HOME`] = lab.home;
    }
    for (const name of ['PORT', 'PASSWORD', 'VSCODE_IPC_HOOK_CLI']) {
      delete env[name];
    }
    const base = [entry, '--config', path.join(lab.home, 'config.yaml'), '--user-data-dir', lab.data, '--extensions-dir', lab.extensions];
    const installed = spawnSync(process.execPath, [...base, '--install-extension', vsix], { env, encoding: 'utf8', timeout: 60000 });
    assert.equal(installed.status, 0, installed.stdout + installed.stderr);
    lab.extension = path.join(lab.extensions, fs.readdirSync(lab.extensions).find((name) => name.startsWith('copydesk.')));
    lab.port = await freePort();
    const log = fs.openSync(path.join(out, 'code-server.log'), 'w');
    // A process group of its own, to end with everything it starts.
    lab.server = spawn(process.execPath, [...base, '--auth', 'none', '--bind-addr', `127.0.0.1:${lab.port}`, '--disable-telemetry',
      '--disable-update-check', '--disable-getting-started-override', '--disable-proxy'], { env, stdio: ['ignore', log, log], detached: true });
    await until('code-server', () => lab.#answers(), 60000);
    lab.browser = await chromium.launch({
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    });
    return lab;
  }

  #answers() {
    return new Promise((resolve) => {
      http.get({ host: '127.0.0.1', port: this.port, path: '/healthz' }, (answer) => {
        answer.resume();
        resolve(answer.statusCode === 200);
      }).on('error', () => { resolve(false); });
    });
  }

  /** The user's settings, beside those that keep the screen quiet. */
  settings(more) {
    fs.writeFileSync(path.join(this.data, 'User/settings.json'), JSON.stringify({ ...SETTINGS, ...more }));
  }

  /** The settings that only the machine's owner makes. */
  machine(settings) {
    fs.writeFileSync(path.join(this.data, 'Machine/settings.json'), JSON.stringify(settings));
  }

  /** A folder with these files; a value that is a path is copied. */
  folder(name, files) {
    const folder = path.join(this.home, name);
    fs.rmSync(folder, { recursive: true, force: true });
    for (const [file, text] of Object.entries(files)) {
      fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
      fs.writeFileSync(path.join(folder, file), text);
    }
    return folder;
  }

  /** Opens a folder, or a `.code-workspace`, in a window of its own. */
  async open(folder) {
    const context = await this.browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-US' });
    const page = await context.newPage();
    page.setDefaultTimeout(15000);
    page.on('request', (request) => {
      const { protocol, hostname } = new URL(request.url());
      if (protocol.startsWith('http') && hostname !== '127.0.0.1') {
        this.outside.add(hostname);
      }
    });
    const kind = folder.endsWith('.code-workspace') ? 'workspace' : 'folder';
    const files = page.locator('.monaco-workbench .explorer-folders-view .monaco-list-row').first();
    try {
      await page.goto(`http://127.0.0.1:${this.port}/?${kind}=${encodeURIComponent(folder)}`);
      // Once in a while a workbench never comes up; the second does.
      await files.waitFor({ timeout: 15000 }).catch(async () => {
        await page.reload();
        await files.waitFor({ timeout: 20000 });
      });
    } catch (error) {
      // Left open, its extension would go on running.
      await context.close();
      throw error;
    }
    return new Window(this, page);
  }

  /** The process ids of programs below this folder that run as a language server. */
  servers(folder = this.extension) {
    return fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name)).filter((pid) => {
      try {
        return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').some((word, at) => at < 2 && word.startsWith(folder + path.sep));
      } catch {
        return false;
      }
    }).map(Number);
  }

  async close() {
    await this.browser?.close();
    try {
      process.kill(-this.server.pid, 'SIGTERM');
    } catch {
      // Gone already.
    }
    await wait(300);
    try {
      process.kill(-this.server.pid, 'SIGKILL');
    } catch {
      // As it should be.
    }
    fs.rmSync(this.home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

/** A window of the workbench, worked by keyboard where the mouse may be lost. */
class Window {
  constructor(lab, page) {
    Object.assign(this, { lab, page });
    this.keys = page.keyboard;
    this.editor = page.locator('.editor-instance .monaco-editor').first();
    this.squiggles = this.editor.locator('[class*="squiggly-"]');
    this.status = page.locator('.statusbar-item', { hasText: /Copydesk: / });
    this.hoverCard = page.locator('.monaco-hover:not(.hidden) .hover-contents').filter({ visible: true });
    this.bulb = this.editor.locator('.lightBulbWidget').filter({ visible: true });
    this.problems = page.locator('.markers-panel .monaco-list-row');
    this.toasts = page.locator('.notification-toast');
    this.picks = page.locator('.quick-input-list .monaco-list-row');
    this.input = page.locator('.quick-input-widget .quick-input-box input');
  }

  async close() {
    await this.page.context().close();
  }

  /** Back to an empty window: no card, no list, no editor, no message. */
  async reset() {
    await this.page.mouse.move(640, 790);
    for (let times = 0; times < 3; times += 1) {
      await this.keys.press('Escape');
    }
    if (await this.toasts.count() > 0) {
      await this.command('Notifications: Clear All Notifications');
    }
    while (await this.page.locator('.tabs-container .tab.dirty').count() > 0) {
      // It may be going already.
      await this.page.locator('.tabs-container .tab.dirty').first().click({ timeout: 1000 }).catch(() => undefined);
      await this.command('View: Revert and Close Editor');
      await wait(100);
    }
    await this.command('View: Close All Editors');
    await until('no editor', async () => await this.page.locator('.tabs-container .tab').count() === 0);
  }

  /** Runs a command by its title. */
  async command(title) {
    await this.keys.press('F1');
    await this.input.fill(`>${title}`);
    await this.accept(title, 5000);
  }

  /** Takes the first choice of a list once it is this one: what was typed may not have narrowed the list yet. */
  async accept(words, milliseconds = 15000) {
    const isFirst = async () => await this.picks.count() > 0 && (await this.picks.first().innerText()).includes(words);
    await until(`${words} as the first choice`, isFirst, milliseconds);
    await this.keys.press('Enter');
  }

  /** Opens an article by its file name, and waits for its lines to be wrapped: that moves them. */
  async read(name) {
    await this.open(name);
    await until(`${name} wrapped`, () => this.wrapped());
  }

  /** Opens a file of the folder by name. */
  async open(name) {
    await this.keys.press('Control+P');
    await this.input.fill(name);
    await this.accept(name);
    await this.page.locator('.tabs-container .tab.active', { hasText: name }).waitFor();
    await this.editor.locator('.view-line').first().waitFor();
  }

  /** Puts the cursor into the nth of these words of a text. */
  async goTo(text, words, nth = 1) {
    const { line, column } = place(text, words, nth);
    await this.line(line, column);
  }

  async line(line, column) {
    for (let tries = 1; ; tries += 1) {
      await this.keys.press('Control+G');
      await this.input.fill(`:${line}:${column}`);
      await this.keys.press('Enter');
      try {
        await this.at(line, column, 2500);
        return;
      } catch (error) {
        if (tries === 3) {
          throw error;
        }
        await this.keys.press('Escape');
      }
    }
  }

  /** How many findings of the lowest of the three levels the status bar counts. */
  async infos() {
    const label = await this.page.locator('[id="status.problems"] a').getAttribute('aria-label');
    return Number(/Infos: (\d+)/.exec(label ?? '')?.[1] ?? 0);
  }

  /** Waits for the cursor to be there. */
  async at(line, column, timeout = 15000) {
    await this.page.locator('.statusbar-item', { hasText: new RegExp(`Ln ${line}, Col ${column}\\b`) }).waitFor({ timeout });
  }

  async tab(name) {
    await this.page.locator('.tabs-container .tab.active', { hasText: name }).waitFor();
  }

  /** What the card at the cursor says, once it says these words. */
  async hover(words) {
    for (let tries = 1; ; tries += 1) {
      await this.command('Show or Focus Hover');
      const card = this.hoverCard.filter({ hasText: words }).first();
      try {
        await card.waitFor({ timeout: 4000 });
        return await card.innerText();
      } catch (error) {
        if (tries === 3) {
          throw error;
        }
        await this.keys.press('Escape');
      }
    }
  }

  async says(words, timeout = 20000) {
    await this.page.locator('.statusbar-item', { hasText: words }).filter({ hasText: /Copydesk: / }).waitFor({ timeout });
  }

  /** Folds or unfolds a view of the Explorer, so that the others have room: 0 is the list of files, 1 the outline. */
  async fold(nth) {
    await this.page.locator('.explorer-viewlet .pane-header').nth(nth).click();
  }

  /** Chooses from the menu of the status item. */
  async menu(choice) {
    await this.status.locator('a').first().click();
    await this.picks.filter({ hasText: choice }).first().click();
  }

  /** Asks what can be done at the cursor, and takes it. A window that was just opened may have no answer at first. */
  async act(words) {
    for (let tries = 1; ; tries += 1) {
      await this.keys.press('Control+.');
      try {
        await this.action(words).click({ timeout: 4000 });
        return;
      } catch (error) {
        if (tries === 3) {
          throw error;
        }
        // Where no list is open, Escape would drop what is selected.
        if (await this.actions.isVisible()) {
          await this.keys.press('Escape');
        }
      }
    }
  }

  /** The list of code actions; the panel for its submenus, which is hidden, has its class too. */
  get actions() {
    return this.page.locator('.action-widget:not(.action-list-submenu-panel)');
  }

  /** A row of the list of code actions. */
  action(words) {
    return this.actions.locator('.monaco-list-row', { hasText: words }).first();
  }

  async toast(words, timeout = 20000) {
    await this.toasts.filter({ hasText: words }).first().waitFor({ timeout });
  }

  /** True when long lines are wrapped: then no line is wider than the window. */
  async wrapped() {
    const widest = await this.editor.locator('.view-line > span').evaluateAll((spans) => Math.max(...spans.map((span) => span.getBoundingClientRect().width)));
    return widest < 1280;
  }

  /** A picture; UPDATE_SHOTS keeps it for the documents, with fewer colors (Debian's pngquant). */
  async shot(name, keep = true) {
    const file = path.join(this.lab.out, `${name}.png`);
    // Cards fade in.
    await wait(500);
    await this.page.screenshot({ path: file });
    if (process.env.UPDATE_SHOTS && keep) {
      const kept = path.join(root, 'editors/vscode/images', `${name}.png`);
      const { status } = spawnSync('pngquant', ['--force', '--strip', '--speed', '1', '--output', kept, '64', file], { stdio: 'inherit' });
      assert.equal(status, 0, 'UPDATE_SHOTS needs pngquant');
      assert(fs.statSync(kept).size < 200_000, `${name}.png is larger than 200 kB`);
    }
  }
}

/** Line and column, as the editor counts them, of the nth of these words; one inside the words. */
export function place(text, words, nth = 1) {
  let at = -1;
  for (let seen = 0; seen < nth; seen += 1) {
    at = text.indexOf(words, at + 1);
    assert(at >= 0, `no “${words}” in the text`);
  }
  const before = text.slice(0, at).split('\n');
  return { line: before.length, column: before.at(-1).length + 2 };
}
