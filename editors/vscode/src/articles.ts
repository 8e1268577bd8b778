// Articles under their labels, in place of file names that nobody knows apart.

import * as vscode from 'vscode';
import { day } from './plain/words.ts';
import type { ArticleRow, EventRow } from './protocol.ts';
import type { Server } from './server.ts';

/** What the server told last, asked for again when its status says that something has changed. */
export class Articles implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<undefined>();
  readonly onChange = this.changed.event;
  articles: ArticleRow[] = [];
  events: EventRow[] = [];
  private timer: NodeJS.Timeout | undefined;
  private readonly subscription: vscode.Disposable;

  private readonly server: Server;

  constructor(server: Server) {
    this.server = server;
    this.subscription = server.onChange((life) => {
      if (life.is !== 'running' || life.status?.state !== 'reading') {
        // Typing changes the status often; a list that lags half a second behind is as good.
        this.timer ??= setTimeout(() => {
          this.timer = undefined;
          void this.refresh();
        }, 500);
      }
    });
  }

  /** Asks anew. Without an answer the lists are empty. */
  async refresh(): Promise<void> {
    try {
      if (this.server.status === undefined || this.server.status.state === 'off') {
        [this.articles, this.events] = [[], []];
      } else {
        this.articles = await this.server.execute<ArticleRow[]>('copydesk.articles');
        this.events = await this.server.execute<EventRow[]>('copydesk.events');
      }
    } catch (error) {
      this.server.log.debug(`no list of articles: ${String(error)}`);
      [this.articles, this.events] = [[], []];
    }
    this.changed.fire(undefined);
  }

  find(uri: string): ArticleRow | undefined {
    // The editor escapes more than the server does.
    const same = vscode.Uri.parse(uri).toString();
    return this.articles.find((article) => vscode.Uri.parse(article.uri).toString() === same);
  }

  /** Lets the user choose an article by its label. */
  async pick(placeHolder: string, but?: string): Promise<ArticleRow | undefined> {
    await this.refresh();
    const left = but === undefined ? undefined : this.find(but);
    const rows = this.articles.filter((article) => article !== left);
    const items = rows.map((article) => ({
      label: article.title === '' ? nameOf(article.uri) : article.title,
      description: whence(article),
      detail: article.event === null ? '' : this.events[article.event]?.title ?? '',
      article,
    }));
    const choice = await vscode.window.showQuickPick(items, { placeHolder, matchOnDescription: true, matchOnDetail: true });
    return choice?.article;
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.subscription.dispose();
    this.changed.dispose();
  }
}

type Node = { event: EventRow } | { article: EventRow['articles'][number] };

/** The view in the Explorer: events in the order of time, their articles below them. */
export class CoverageView implements vscode.TreeDataProvider<Node> {
  readonly onDidChangeTreeData: vscode.Event<undefined>;
  private readonly articles: Articles;

  constructor(articles: Articles) {
    this.articles = articles;
    this.onDidChangeTreeData = articles.onChange;
  }

  getChildren(node?: Node): Node[] {
    if (node === undefined) {
      return this.articles.events.map((event) => ({ event }));
    }
    return 'event' in node ? node.event.articles.map((article) => ({ article })) : [];
  }

  getTreeItem(node: Node): vscode.TreeItem {
    return 'event' in node ? eventItem(node.event) : this.articleItem(node.article);
  }

  private articleItem(place: EventRow['articles'][number]): vscode.TreeItem {
    const article = this.articles.find(place.uri);
    const item = new vscode.TreeItem(article?.title ?? place.label);
    if (article !== undefined) {
      item.description = article.outlet ?? 'outlet not in text';
    }
    const uri = vscode.Uri.parse(place.uri);
    item.tooltip = `${place.label}\n${nameOf(place.uri)}`;
    item.contextValue = 'copydesk.article';
    const { start, end } = place.range;
    const selection = new vscode.Range(start.line, start.character, end.line, end.character);
    item.command = { title: 'Open', command: 'vscode.open', arguments: [uri, { selection, preview: true }] };
    item.iconPath = new vscode.ThemeIcon(article?.role === 'draft' ? 'edit' : 'file-text');
    return item;
  }
}

/** The article that a row of the view, a code action or nothing stands for; nothing is the open one. */
export function uriOf(argument: unknown): string | undefined {
  if (typeof argument === 'object' && argument !== null) {
    const node = argument as { article?: { uri: string }; uri?: string };
    const uri = node.article?.uri ?? node.uri;
    if (uri !== undefined) {
      return uri;
    }
  }
  return vscode.window.activeTextEditor?.document.uri.toString();
}

function eventItem(event: EventRow): vscode.TreeItem {
  const item = new vscode.TreeItem(event.title, vscode.TreeItemCollapsibleState.Expanded);
  item.description = event.date === null ? 'no date' : day(event.date);
  item.tooltip = `${event.title} · ${item.description}`;
  item.iconPath = new vscode.ThemeIcon('calendar');
  return item;
}

function whence(article: ArticleRow): string {
  return `${article.date === null ? 'no date' : day(article.date)} · ${article.outlet ?? 'outlet not in text'}`;
}

function nameOf(uri: string): string {
  return vscode.Uri.parse(uri).path.split('/').at(-1) ?? uri;
}

/** In the Explorer's file list the label is the tooltip of an article's name. */
export class LabelDecorations implements vscode.FileDecorationProvider {
  readonly onDidChangeFileDecorations: vscode.Event<undefined>;
  private readonly articles: Articles;

  constructor(articles: Articles) {
    this.articles = articles;
    this.onDidChangeFileDecorations = articles.onChange;
  }

  provideFileDecoration(uri: vscode.Uri): vscode.FileDecoration | undefined {
    const label = uri.scheme === 'file' ? this.articles.find(uri.toString())?.label : undefined;
    return label === undefined ? undefined : new vscode.FileDecoration(undefined, label);
  }
}
