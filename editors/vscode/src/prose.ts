// Prose is wrapped and not completed from its own words, in the articles of a Copydesk workspace and nowhere else.
//
// Defaults of an extension go by language, and `plaintext` is everybody's: so an article gets a language of its own,
// whose defaults the manifest holds and any user's setting for `[copydesk-article]` wins over. The server does not care
// what a document's language is called.

import * as vscode from 'vscode';
import { SETTINGS, foldersOf } from './plain/home.ts';

const ARTICLE = 'copydesk-article';

export class Prose implements vscode.Disposable {
  /** Documents that have become articles; what the user makes of one afterwards is left alone. */
  private readonly turned = new Set<string>();
  private readonly subscriptions: vscode.Disposable[];

  constructor() {
    const watcher = vscode.workspace.createFileSystemWatcher(`**/${SETTINGS}`, false, true, false);
    this.subscriptions = [
      watcher,
      watcher.onDidCreate(() => this.all()),
      watcher.onDidDelete(() => this.all()),
      vscode.workspace.onDidOpenTextDocument((document) => this.one(document)),
      vscode.workspace.onDidCloseTextDocument((document) => { this.closed(document); }),
      vscode.workspace.onDidChangeConfiguration((event) => event.affectsConfiguration('copydesk.enable') ? this.all() : undefined),
    ];
    void this.all();
  }

  dispose(): void {
    vscode.Disposable.from(...this.subscriptions).dispose();
  }

  private async all(): Promise<void> {
    this.turned.clear();
    for (const document of vscode.workspace.textDocuments) {
      await this.one(document);
    }
  }

  private async one(document: vscode.TextDocument): Promise<void> {
    const key = document.uri.toString();
    if (document.uri.scheme !== 'file' || !['plaintext', ARTICLE].includes(document.languageId) || this.turned.has(key)) {
      return;
    }
    const wanted = await atHome(document.uri) ? ARTICLE : 'plaintext';
    if (wanted !== document.languageId && !document.isClosed) {
      this.turned.add(key);
      await vscode.languages.setTextDocumentLanguage(document, wanted);
    }
  }

  /** A change of language closes a document and opens it again at once; only one that stays closed is forgotten. */
  private closed(document: vscode.TextDocument): void {
    const key = document.uri.toString();
    setTimeout(() => {
      if (!vscode.workspace.textDocuments.some((open) => open.uri.toString() === key)) {
        this.turned.delete(key);
      }
    }, 0);
  }
}

/** True where the server reads a text file as an article. */
async function atHome(uri: vscode.Uri): Promise<boolean> {
  if (vscode.workspace.getConfiguration('copydesk', uri).get('enable') === 'always') {
    return true;
  }
  const workspace = (vscode.workspace.workspaceFolders ?? []).map((folder) => folder.uri.path);
  for (const folder of foldersOf(uri.path, workspace)) {
    try {
      await vscode.workspace.fs.stat(uri.with({ path: `${folder === '/' ? '' : folder}/${SETTINGS}` }));
      return true;
    } catch {
      // Not in this one.
    }
  }
  return false;
}
