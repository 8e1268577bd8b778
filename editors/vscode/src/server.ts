// The server's life: found, started, greeted, started again when it dies, stopped when it keeps dying.

import { accessSync, constants, statSync } from 'node:fs';
import * as vscode from 'vscode';
import {
  CloseAction, DidChangeConfigurationNotification, ErrorAction, ExecuteCommandRequest, LanguageClient, RevealOutputChannelOn, State,
  type ClientCapabilities, type Middleware, type StaticFeature,
} from 'vscode-languageclient/node';
import { Crashes, LIMIT } from './plain/crashes.ts';
import { findServer } from './plain/find.ts';
import { SETTINGS } from './plain/home.ts';
import { mismatch } from './plain/version.ts';
import { EXPERIMENTAL, STATUS, type Status } from './protocol.ts';

/** Where the server is in its life; `why` is one sentence for the user. */
export type Life = { is: 'starting' } | { is: 'running'; status: Status | undefined } | { is: 'stopped'; why: string };

/** Says what the protocol has no word for. */
const promises: StaticFeature = {
  fillClientCapabilities(capabilities: ClientCapabilities) {
    const experimental = capabilities.experimental as Record<string, unknown> | undefined;
    capabilities.experimental = { ...experimental, copydesk: EXPERIMENTAL };
  },
  initialize() { /* nothing to set up */ },
  getState: () => ({ kind: 'static' }),
  clear() { /* nothing to take down */ },
};

/** What goes wrong is told once, by [`Server`]; the library's own windows would come on top. */
class QuietClient extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}

export class Server implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<Life>();
  /** The server's life took a turn, or it told its status. */
  readonly onChange = this.changed.event;
  readonly log = vscode.window.createOutputChannel('Copydesk', { log: true });
  private readonly crashes = new Crashes();
  private client: LanguageClient | undefined;
  private timer: NodeJS.Timeout | undefined;
  private current: Life = { is: 'starting' };

  private readonly context: vscode.ExtensionContext;
  private readonly middleware: Middleware;

  constructor(context: vscode.ExtensionContext, middleware: Middleware) {
    this.context = context;
    this.middleware = middleware;
  }

  get life(): Life {
    return this.current;
  }

  /** The last status; nothing while the server is not running. */
  get status(): Status | undefined {
    return this.current.is === 'running' ? this.current.status : undefined;
  }

  /** Converts between the protocol's types and the editor's. */
  get converter(): LanguageClient['protocol2CodeConverter'] | undefined {
    return this.client?.protocol2CodeConverter;
  }

  /** Starts the server; a problem is told once, in one sentence, with what can be done. */
  async start(): Promise<void> {
    const configuration = vscode.workspace.getConfiguration('copydesk');
    const found = findServer({
      setting: configuration.get<string>('server.path', '').trim(),
      extension: this.context.extensionPath,
      path: process.env.PATH ?? '',
      windows: process.platform === 'win32',
      runs,
    });
    if ('problem' in found) {
      this.stopped(found.problem, 'Open Settings');
      return;
    }
    this.log.info(`starting ${found.program} (from ${found.from === 'setting' ? 'the setting' : found.from === 'path' ? 'the PATH' : 'the extension'})`);
    this.become({ is: 'starting' });
    const client = this.newClient(found.program);
    this.client = client;
    try {
      await client.start();
    } catch (error) {
      this.log.error(String(error));
      this.ended(client);
      return;
    }
    if (this.client !== client) {
      return;
    }
    const wrong = mismatch(this.ownVersion(), client.initializeResult?.serverInfo, found.program);
    if (wrong !== undefined) {
      this.client = undefined;
      void end(client);
      this.stopped(wrong, 'Open Settings');
      return;
    }
    this.become({ is: 'running', status: this.status });
  }

  /** The user wants a fresh start. */
  async restart(): Promise<void> {
    await this.stop();
    this.crashes.forget();
    await this.start();
  }

  /** Asks the running server for one of its commands; the error's message is one sentence for the user. */
  async execute<T>(command: string, ...args: unknown[]): Promise<T> {
    const client = this.client;
    if (client?.state !== State.Running) {
      throw new Error(this.current.is === 'stopped' ? this.current.why : 'Copydesk is still starting; try again in a moment.');
    }
    return await client.sendRequest(ExecuteCommandRequest.type, { command, arguments: args }) as T;
  }

  /** Tells the server that the user's settings have changed. */
  async tellSettings(): Promise<void> {
    if (this.client?.state === State.Running) {
      await this.client.sendNotification(DidChangeConfigurationNotification.type, { settings: settings() });
    }
  }

  dispose(): void {
    void this.stop();
    this.changed.dispose();
    this.log.dispose();
  }

  private newClient(program: string): LanguageClient {
    const client: LanguageClient = new QuietClient('copydesk', 'Copydesk', { command: program, args: ['lsp'] }, {
      documentSelector: [
        // Remote files of other schemes the server cannot read.
        { scheme: 'file', language: 'plaintext' },
        { scheme: 'file', language: 'copydesk-article' },
        { scheme: 'file', language: 'markdown' },
        { scheme: 'file', pattern: `**/${SETTINGS}` },
      ],
      outputChannel: this.log,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      initializationOptions: settings(),
      middleware: this.middleware,
      // Both are told by `start`, which sees the failure as well.
      initializationFailedHandler: () => false,
      errorHandler: {
        error: (error) => {
          this.log.warn(error.message);
          return { action: ErrorAction.Continue, handled: true };
        },
        closed: () => {
          // After the client is done with its own end.
          setTimeout(() => { this.ended(client); }, 0);
          return { action: CloseAction.DoNotRestart, handled: true, message: 'the server has ended' };
        },
      },
    });
    client.registerFeature(promises);
    client.onNotification(STATUS, (status: Status) => {
      if (this.client === client) {
        this.become({ is: 'running', status });
      }
    });
    return client;
  }

  /** The server ended unasked. */
  private ended(client: LanguageClient): void {
    if (this.client !== client) {
      return;
    }
    this.client = undefined;
    void end(client);
    if (this.crashes.again(Date.now())) {
      this.become({ is: 'starting' });
      this.timer = setTimeout(() => { void this.start(); }, this.crashes.pause());
    } else {
      this.stopped(`The Copydesk server ended ${LIMIT} times in a row and is left alone; the log says more.`, 'Restart');
    }
  }

  private async stop(): Promise<void> {
    clearTimeout(this.timer);
    const client = this.client;
    this.client = undefined;
    if (client !== undefined) {
      await end(client);
    }
  }

  private stopped(why: string, mend: 'Open Settings' | 'Restart'): void {
    this.log.error(why);
    this.become({ is: 'stopped', why });
    void vscode.window.showErrorMessage(why, mend, 'Open Log').then((choice) => {
      if (choice === 'Open Log') {
        this.log.show();
      } else if (choice === 'Restart') {
        void this.restart();
      } else if (choice === 'Open Settings') {
        void vscode.commands.executeCommand('workbench.action.openSettings', 'copydesk.server.path');
      }
    });
  }

  private ownVersion(): string {
    return (this.context.extension.packageJSON as { version: string }).version;
  }

  private become(life: Life): void {
    this.current = life;
    this.changed.fire(life);
  }
}

/** What of the settings is the server's. */
function settings(): object {
  return { copydesk: { enable: vscode.workspace.getConfiguration('copydesk').get('enable') } };
}

/** Ends a client, whatever state it is in: its server may be dead already. */
async function end(client: LanguageClient): Promise<void> {
  try {
    await client.dispose(2000);
  } catch {
    // It has nothing left to end.
  }
}

/** True for a file that this user may run. */
function runs(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
