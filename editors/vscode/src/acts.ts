// The acts: commands of this extension, and what is asked for before a command of the server is sent.

import * as vscode from 'vscode';
import type { Location, Middleware } from 'vscode-languageclient/node';
import { type Articles, uriOf } from './articles.ts';
import { dateProblem, linkProblem, outletProblem } from './plain/words.ts';
import type { Compared, Judgement, ShowReferences, Titled } from './protocol.ts';
import type { Server } from './server.ts';

/** What an act needs; there is no server yet when its client is made. */
export interface Desk {
  server: Server;
  articles: Articles;
}

interface Setting {
  uri: string;
  value?: string;
}

/** Takes the server's commands on their way, wherever they come from: a lens, a code action, a key of the user's. */
export function middleware(desk: () => Desk): Middleware {
  return {
    executeCommand: async (command: string, args: unknown[]): Promise<unknown> => {
      try {
        return await act(desk(), command, args);
      } catch (error) {
        void vscode.window.showWarningMessage(error instanceof Error ? error.message : String(error));
        return undefined;
      }
    },
  };
}

/** The extension's own commands. */
export function commands(desk: Desk): vscode.Disposable {
  const { server } = desk;
  const onArticle = (command: string, more: object = {}) => async (argument: unknown): Promise<void> => {
    const uri = uriOf(argument);
    if (uri === undefined) {
      void vscode.window.showInformationMessage('Open an article first.');
      return;
    }
    await told(act(desk, command, [{ uri, ...more }]));
  };
  const all: Record<string, (argument: unknown) => unknown> = {
    'copydesk.turnOnHere': () => told(turnOn(server)),
    'copydesk.goToArticle': () => told(goToArticle(desk)),
    'copydesk.setDateHere': onArticle('copydesk.setDate'),
    'copydesk.setOutletHere': onArticle('copydesk.setOutlet'),
    'copydesk.markDraft': onArticle('copydesk.setRole', { value: 'draft' }),
    'copydesk.markClipping': onArticle('copydesk.setRole', { value: 'clipping' }),
    'copydesk.compareHere': onArticle('copydesk.compare'),
    'copydesk.undoJudgement': () => told(again(server, 'copydesk.undo')),
    'copydesk.redoJudgement': () => told(again(server, 'copydesk.redo')),
    'copydesk.restart': () => server.restart(),
    'copydesk.openLog': () => { server.log.show(); },
    'copydesk.openSettings': () => vscode.commands.executeCommand('workbench.action.openSettings', 'copydesk.server.path'),
  };
  return vscode.Disposable.from(...Object.entries(all).map(([id, run]) => vscode.commands.registerCommand(id, run)));
}

/** An error is one sentence for the user. */
async function told(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    void vscode.window.showWarningMessage(error instanceof Error ? error.message : String(error));
  }
}

async function act(desk: Desk, command: string, args: unknown[]): Promise<unknown> {
  switch (command) {
    case 'copydesk.setDate': return set(desk, command, args, {
      prompt: 'The day this article was published',
      placeHolder: '2016-04-18',
      now: (uri) => desk.articles.find(uri)?.date,
      problem: dateProblem,
    });
    case 'copydesk.setOutlet': return set(desk, command, args, {
      prompt: 'The outlet that published this article',
      placeHolder: 'The New York Times',
      now: (uri) => desk.articles.find(uri)?.outlet,
      problem: outletProblem,
    });
    case 'copydesk.judge': return judge(desk, args[0] as Judgement);
    case 'copydesk.showReferences': return showReferences(desk, args as ShowReferences);
    case 'copydesk.compare': return compare(desk, args[0] as { uri: string; other?: string });
    default: return desk.server.execute(command, ...args);
  }
}

interface Question {
  prompt: string;
  placeHolder: string;
  now: (uri: string) => string | null | undefined;
  problem: (value: string) => string | undefined;
}

/** Asks for what is missing; nothing is sent when the user backs out. */
async function set(desk: Desk, command: string, args: unknown[], question: Question): Promise<unknown> {
  const setting = args[0] as Setting;
  const value = setting.value ?? await vscode.window.showInputBox({
    title: desk.articles.find(setting.uri)?.label ?? 'Copydesk',
    prompt: question.prompt,
    placeHolder: question.placeHolder,
    value: question.now(setting.uri) ?? '',
    validateInput: question.problem,
    ignoreFocusOut: true,
  });
  return value === undefined ? undefined : desk.server.execute(command, { ...setting, value: value.trim() });
}

/** Asks for the words that a judgement needs, has it written, and says what was decided. */
async function judge(desk: Desk, judgement: Judgement): Promise<unknown> {
  const words = await wordsFor(judgement);
  if (words === undefined) {
    return undefined;
  }
  const answer = await desk.server.execute<Titled | null>('copydesk.judge', { ...judgement, ...words });
  tell(answer);
  return answer;
}

/** Evidence and a remark, or the words of a note, where none came along; nothing when the user backs out. */
async function wordsFor({ verb, links = [], note = '' }: Judgement): Promise<Partial<Judgement> | undefined> {
  const ask = (prompt: string, placeHolder: string, problem: (value: string) => string | undefined = () => undefined): Thenable<string | undefined> =>
    vscode.window.showInputBox({ title: 'Copydesk', prompt, placeHolder, validateInput: problem, ignoreFocusOut: true });
  if (note !== '' || links.length > 0 || (verb !== 'claim' && verb !== 'note')) {
    return {};
  }
  if (verb === 'note') {
    const text = (await ask('What you want to remember of this place', 'Ask the press office'))?.trim();
    return text === undefined || text === '' ? undefined : { note: text };
  }
  const link = await ask('A page that shows it, or nothing', 'https://…', linkProblem);
  const remark = link === undefined ? undefined : await ask('A note, or nothing', 'Asked the press office on Friday');
  if (link === undefined || remark === undefined) {
    return undefined;
  }
  const some = (text: string): string[] => text.trim() === '' ? [] : [text.trim()];
  return { links: some(link), ...(remark.trim() === '' ? {} : { note: remark.trim() }) };
}

/** Takes back what was decided last, or does it again, and says what that was. */
async function again(server: Server, command: string): Promise<void> {
  tell(await server.execute<Titled | null>(command));
}

function tell(answer: Titled | null): void {
  if (answer?.title !== undefined) {
    vscode.window.setStatusBarMessage(answer.title, 8000);
  }
}

async function turnOn(server: Server): Promise<void> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const active = vscode.window.activeTextEditor?.document.uri;
  const here = active === undefined ? undefined : vscode.workspace.getWorkspaceFolder(active);
  if (folders.length === 0) {
    const open = 'Open Folder';
    if (await vscode.window.showInformationMessage('Open the folder of your articles first.', open) === open) {
      await vscode.commands.executeCommand('workbench.action.files.openFolder');
    }
    return;
  }
  const folder = here ?? (folders.length === 1 ? folders[0] : await vscode.window.showWorkspaceFolderPick({ placeHolder: 'Turn Copydesk on in which folder?' }));
  if (folder !== undefined) {
    // The active document says in which folder; without one the folder itself does.
    await server.execute('copydesk.turnOn', { uri: (here === undefined ? folder.uri : active ?? folder.uri).toString() });
  }
}

async function goToArticle(desk: Desk): Promise<void> {
  const article = await desk.articles.pick('Go to article: title, outlet, date or event');
  if (article !== undefined) {
    await vscode.window.showTextDocument(vscode.Uri.parse(article.uri));
  }
}

/** A lens's command: the editor's own peek, which the server cannot open. */
async function showReferences({ server }: Desk, [uri, position, locations]: ShowReferences): Promise<void> {
  const { converter } = server;
  if (converter !== undefined) {
    const places = locations.map((location: Location) => converter.asLocation(location));
    await vscode.commands.executeCommand('editor.action.showReferences', converter.asUri(uri), converter.asPosition(position), places);
  }
}

/** Statements of two articles that report the same; a choice opens both places, side by side. */
async function compare(desk: Desk, { uri, other }: { uri: string; other?: string }): Promise<void> {
  const there = other ?? (await desk.articles.pick('Compare with', uri))?.uri;
  if (there === undefined) {
    return;
  }
  const found = await desk.server.execute<Compared[]>('copydesk.compare', { uri, other: there });
  if (found.length === 0) {
    void vscode.window.showInformationMessage('These two articles have no statement in common.');
    return;
  }
  const items = found.map((pair) => ({
    label: `${pair.differs ? '$(diff)' : '$(check)'} ${pair.words}`,
    description: pair.differs ? 'differs' : 'agrees',
    detail: pair.text,
    pair,
  }));
  const choice = await vscode.window.showQuickPick(items, { placeHolder: 'Open the statement in both articles', matchOnDetail: true });
  if (choice !== undefined) {
    await open(desk, choice.pair.here, vscode.ViewColumn.One);
    await open(desk, choice.pair.there, vscode.ViewColumn.Two);
  }
}

async function open({ server }: Desk, place: Compared['here'], viewColumn: vscode.ViewColumn): Promise<void> {
  const { converter } = server;
  if (converter !== undefined) {
    await vscode.window.showTextDocument(converter.asUri(place.uri), { viewColumn, selection: converter.asRange(place.range), preview: false });
  }
}
