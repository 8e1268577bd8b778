// Copydesk in Visual Studio Code: puts the parts together.

import * as vscode from 'vscode';
import { commands, middleware, type Desk } from './acts.ts';
import { Articles, CoverageView, LabelDecorations } from './articles.ts';
import { Prose } from './prose.ts';
import { openSample, welcome } from './sample.ts';
import { Server } from './server.ts';
import { StatusItem, onDisk } from './status.ts';

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const server: Server = new Server(context, middleware(() => desk));
  const articles = new Articles(server);
  const desk: Desk = { server, articles };
  context.subscriptions.push(
    server,
    articles,
    new StatusItem(server),
    commands(desk),
    vscode.commands.registerCommand('copydesk.openSample', () => openSample(context)),
    vscode.window.registerTreeDataProvider('copydesk.coverage', new CoverageView(articles)),
    vscode.window.registerFileDecorationProvider(new LabelDecorations(articles)),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('copydesk.server.path')) {
        void server.restart();
      } else if (event.affectsConfiguration('copydesk')) {
        void server.tellSettings();
      }
    }),
  );
  if (!onDisk()) {
    return;
  }
  context.subscriptions.push(new Prose());
  await Promise.all([server.start(), welcome(context)]);
}
