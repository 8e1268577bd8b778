// The five sample articles, in a folder of the user's own where they may be changed.

import * as vscode from 'vscode';

/** Remembers, across the opening of the folder, that the walkthrough is to go on there. */
const OPENED = 'sampleOpened';

function folder(context: vscode.ExtensionContext): vscode.Uri {
  return vscode.Uri.joinPath(context.globalStorageUri, 'sample');
}

/** Copies the articles afresh and opens their folder. */
export async function openSample(context: vscode.ExtensionContext): Promise<void> {
  const to = folder(context);
  await vscode.workspace.fs.createDirectory(context.globalStorageUri);
  await vscode.workspace.fs.copy(vscode.Uri.joinPath(context.extensionUri, 'sample'), to, { overwrite: true });
  await context.globalState.update(OPENED, true);
  await vscode.commands.executeCommand('vscode.openFolder', to);
}

/** In the sample folder, the first time: shows the first article, and the walkthrough beside it. */
export async function welcome(context: vscode.ExtensionContext): Promise<void> {
  const here = vscode.workspace.workspaceFolders?.[0]?.uri;
  if (here?.toString() !== folder(context).toString() || context.globalState.get(OPENED) !== true) {
    return;
  }
  await context.globalState.update(OPENED, undefined);
  const names = (await vscode.workspace.fs.readDirectory(here)).map(([name]) => name).filter((name) => name.endsWith('.txt')).sort();
  const [first] = names;
  if (first !== undefined) {
    await vscode.window.showTextDocument(vscode.Uri.joinPath(here, first), { viewColumn: vscode.ViewColumn.One, preview: false });
    await vscode.commands.executeCommand('workbench.action.openWalkthrough', `${context.extension.id}#start`, true);
  }
}
