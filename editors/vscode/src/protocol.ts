// What Copydesk says beside the protocol: the status notification, and the answers of its commands.

import type { Location, Position, Range } from 'vscode-languageclient/node';

/** What this client promises; the server sends nothing that was not announced. */
export const EXPERIMENTAL = { status: true, showReferences: true, input: true };

export const STATUS = 'copydesk/status';

export interface Status {
  state: 'off' | 'reading' | 'ready';
  read: number;
  total: number;
  articles: number;
  events: number;
  problems: number;
  roots: Root[];
  /** Ready to show: "reading 40 of 5,000". */
  text: string;
}

export interface Root {
  uri: string;
  on: boolean;
}

export interface ArticleRow {
  uri: string;
  /** Ready to show: "18 Apr 2016 · outlet not in text · …". */
  label: string;
  /** ISO. */
  date: string | null;
  outlet: string | null;
  title: string;
  role: 'draft' | 'clipping';
  /** An index into the rows of events. */
  event: number | null;
  findings: number;
}

export interface EventRow {
  title: string;
  /** ISO. */
  date: string | null;
  articles: { uri: string; range: Range; label: string }[];
}

/** Two statements that report the same. */
export interface Compared {
  here: { uri: string; range: Range };
  there: { uri: string; range: Range };
  words: string;
  differs: boolean;
  text: string;
}

/** What `copydesk.judge` is asked; what stands here is what this client may have to ask the user for. */
export interface Judgement {
  verb: string;
  links?: string[];
  note?: string;
}

/** What was decided, taken back or done again, ready to show. */
export interface Titled {
  title?: string;
}

/** The three arguments of a lens. */
export type ShowReferences = [uri: string, position: Position, locations: Location[]];
