// The status item: what is going on, and by a click what can be done about it.

import * as vscode from 'vscode';
import { phrase } from './plain/words.ts';
import type { Life, Server } from './server.ts';

const MENU = 'copydesk.menu';

export class StatusItem implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem('copydesk.status', vscode.StatusBarAlignment.Left, 10);
  private readonly subscriptions: vscode.Disposable[];

  private readonly server: Server;

  constructor(server: Server) {
    this.server = server;
    this.item.name = 'Copydesk';
    this.item.command = MENU;
    this.subscriptions = [
      server.onChange(() => { this.show(); }),
      vscode.window.onDidChangeActiveTextEditor(() => { this.show(); }),
      vscode.workspace.onDidChangeWorkspaceFolders(() => { this.show(); }),
      vscode.commands.registerCommand(MENU, () => this.choose()),
    ];
    this.show();
  }

  dispose(): void {
    this.item.dispose();
    vscode.Disposable.from(...this.subscriptions).dispose();
  }

  private show(): void {
    const { life } = this.server;
    const words = wordsOf(life);
    this.item.text = `${iconOf(life, words)} Copydesk: ${words}`;
    this.item.accessibilityInformation = { label: `Copydesk: ${words}`, role: 'button' };
    this.item.tooltip = tooltipOf(life, words);
    this.item.backgroundColor = life.is === 'stopped' ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    this.item.show();
    void vscode.commands.executeCommand('setContext', 'copydesk.on', life.is === 'running' && life.status !== undefined && life.status.state !== 'off');
  }

  private async choose(): Promise<void> {
    const choice = await vscode.window.showQuickPick(choicesFor(this.server.life), { title: 'Copydesk', placeHolder: wordsOf(this.server.life) });
    if (choice !== undefined) {
      await vscode.commands.executeCommand(choice.command);
    }
  }
}

/** Folders that are not on disk cannot be read; there Copydesk says so and nothing else. */
export function onDisk(): boolean {
  const folders = vscode.workspace.workspaceFolders ?? [];
  return folders.length === 0 || folders.some((folder) => folder.uri.scheme === 'file');
}

function active(): string | undefined {
  return vscode.window.activeTextEditor?.document.uri.toString() ?? vscode.workspace.workspaceFolders?.[0]?.uri.toString();
}

function wordsOf(life: Life): string {
  if (!onDisk()) {
    return 'only for folders on disk';
  }
  switch (life.is) {
    case 'starting': return 'starting';
    case 'stopped': return 'stopped';
    case 'running': return life.status === undefined ? 'ready' : phrase(life.status, active());
  }
}

function iconOf(life: Life, words: string): string {
  if (life.is === 'stopped') {
    return '$(warning)';
  }
  if (life.is === 'starting' || life.status?.state === 'reading') {
    return '$(loading~spin)';
  }
  return words.startsWith('off') || words.startsWith('only') ? '$(circle-slash)' : '$(book)';
}

function tooltipOf(life: Life, words: string): string {
  if (!onDisk()) {
    return 'Copydesk reads folders on disk. This one is virtual or remote, so nothing is read here.';
  }
  if (life.is === 'stopped') {
    return life.why;
  }
  if (words === 'off here') {
    return 'This folder has no copydesk.toml, so its text files are left alone. Click to turn Copydesk on.';
  }
  const problems = life.is === 'running' ? life.status?.problems ?? 0 : 0;
  return problems === 0 ? 'Click for what can be done here.' : `${problems} ${problems === 1 ? 'file or folder' : 'files or folders'} could not be read; see Problems and the log.`;
}

interface Choice extends vscode.QuickPickItem {
  command: string;
}

function choicesFor(life: Life): Choice[] {
  const log = { label: '$(output) Open log', command: 'copydesk.openLog' };
  const restart = { label: '$(debug-restart) Restart', command: 'copydesk.restart' };
  if (!onDisk()) {
    return [{ label: '$(folder-opened) Open a folder on disk', command: 'workbench.action.files.openFolder' }];
  }
  if (life.is === 'stopped') {
    const settings = { label: '$(gear) Choose the program', detail: life.why, command: 'copydesk.openSettings' };
    return [restart, settings, log];
  }
  const turnOn = { label: '$(power) Turn on in this folder', detail: 'Writes a copydesk.toml', command: 'copydesk.turnOnHere' };
  const sample = { label: '$(book) Open the sample articles', command: 'copydesk.openSample' };
  const show = { label: '$(list-unordered) Show articles', command: 'copydesk.goToArticle' };
  const coverage = { label: '$(calendar) Show coverage', detail: 'Events in the order of time, with their articles', command: 'copydesk.coverage.focus' };
  if (life.is === 'running' && life.status !== undefined && life.status.state !== 'off') {
    const partly = phrase(life.status, active()) === 'off here' ? [turnOn] : [];
    return [...partly, show, coverage, restart, log];
  }
  return [turnOn, sample, restart, log];
}
