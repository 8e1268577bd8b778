import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Crashes, LIMIT, WITHIN } from '../src/plain/crashes.ts';
import { findServer, type Places } from '../src/plain/find.ts';
import { foldersOf, isBelow } from '../src/plain/home.ts';
import { mismatch, series } from '../src/plain/version.ts';
import { dateProblem, day, linkProblem, outletProblem, phrase } from '../src/plain/words.ts';
import type { Status } from '../src/protocol.ts';

function find(programs: string[], more: Partial<Places> = {}): ReturnType<typeof findServer> {
  return findServer({ setting: '', extension: '/ext', path: '/usr/bin:/opt/bin', windows: false, runs: (file) => programs.includes(file), ...more });
}

test('the setting comes before the extension, the extension before the PATH', () => {
  const all = ['/mine', '/ext/bin/copydesk', '/opt/bin/copydesk'];
  assert.deepEqual(find(all, { setting: '/mine' }), { program: '/mine', from: 'setting' });
  assert.deepEqual(find(all), { program: '/ext/bin/copydesk', from: 'extension' });
  assert.deepEqual(find(['/opt/bin/copydesk']), { program: '/opt/bin/copydesk', from: 'path' });
});

test('a setting that leads nowhere is told', () => {
  const found = find(['/ext/bin/copydesk'], { setting: '/gone' });
  assert.ok('problem' in found && found.problem.includes('/gone'));
});

test('no program at all is told, with what to do', () => {
  const found = find([]);
  assert.ok('problem' in found && found.problem.includes('copydesk.server.path'));
});

test('the opened folder cannot put a program on the PATH', () => {
  assert.ok('problem' in find(['./copydesk', 'bin/copydesk', '/copydesk'], { path: '.:bin::' }));
});

test('Windows has its own names', () => {
  const places: Partial<Places> = { windows: true, extension: 'C:\\ext', path: 'C:\\bin;D:\\bin' };
  assert.deepEqual(find(['C:\\ext\\bin\\copydesk.exe'], places), { program: 'C:\\ext\\bin\\copydesk.exe', from: 'extension' });
  assert.deepEqual(find(['D:\\bin\\copydesk.exe'], places), { program: 'D:\\bin\\copydesk.exe', from: 'path' });
});

test('versions of one series are compatible', () => {
  assert.equal(series('0.1.7'), '0.1');
  assert.equal(series('2.3.4-beta'), '2');
  assert.equal(series('new'), undefined);
  const server = (version?: string): { name: string; version?: string } => version === undefined ? { name: 'copydesk' } : { name: 'copydesk', version };
  assert.equal(mismatch('0.1.0', server('0.1.9'), '/x'), undefined);
  assert.equal(mismatch('0.1.0', server('0.2.0'), '/x'), 'This extension wants Copydesk 0.1; /x is 0.2.0.');
  assert.equal(mismatch('0.1.0', server(), '/x'), 'This extension wants Copydesk 0.1; /x is of no version.');
  assert.equal(mismatch('0.1.0', { name: 'other', version: '0.1.0' }, '/x'), '/x is not Copydesk.');
  assert.equal(mismatch('0.1.0', undefined, '/x'), '/x is not Copydesk.');
});

test('three ends in three minutes are too many', () => {
  const crashes = new Crashes();
  const outcomes = Array.from({ length: LIMIT }, (_, index) => crashes.again(index * 1000));
  assert.deepEqual(outcomes, [true, true, false]);
  assert.equal(crashes.pause(), 1000);
  crashes.forget();
  assert.ok(crashes.again(5000));
  assert.equal(crashes.pause(), 0);
});

test('ends far apart are no reason to stop', () => {
  const crashes = new Crashes();
  for (let time = 0; time < 10; time += 1) {
    assert.ok(crashes.again(time * WITHIN));
  }
});

test('the folders of a file end at its workspace folder', () => {
  assert.deepEqual(foldersOf('/news/2016/a.txt', ['/news']), ['/news/2016', '/news']);
  assert.deepEqual(foldersOf('/news/2016/a.txt', ['/news', '/news/2016']), ['/news/2016']);
  assert.deepEqual(foldersOf('/new/a.txt', ['/news']), ['/new', '/']);
  assert.deepEqual(foldersOf('/a.txt', []), ['/']);
  assert.deepEqual(foldersOf('a.txt', []), []);
});

test('a name that begins alike is not below', () => {
  assert.ok(isBelow('/news/a', '/news') && isBelow('/news', '/news') && isBelow('/a', '/'));
  assert.ok(!isBelow('/newspaper/a', '/news'));
});

test('days', () => {
  assert.equal(day('2016-04-08'), '8 Apr 2016');
  assert.equal(day('2016'), '2016');
  assert.equal(dateProblem(' 2016-02-29 '), undefined);
  assert.equal(dateProblem('2015-02-29'), 'There is no such day.');
  assert.equal(dateProblem('2016-13-01'), 'There is no such day.');
  for (const value of ['', '18 April 2016', '2016-4-18', '2016-04-18T00:00']) {
    assert.equal(dateProblem(value), 'Write the day as 2016-04-18: year, month, day.');
  }
  assert.equal(outletProblem('The Guardian'), undefined);
  assert.equal(outletProblem('  '), 'Write the name of the outlet.');
  for (const value of ['', ' https://example.org/a?b=c ', 'urn:isbn:0451450523']) {
    assert.equal(linkProblem(value), undefined);
  }
  for (const value of ['example.org', 'https://two words', 'https:']) {
    assert.equal(linkProblem(value), 'Write the whole address: https://…');
  }
});

test('the status is that of the folder in front of the user', () => {
  const status: Status = {
    state: 'ready', read: 5, total: 5, articles: 5, events: 4, problems: 0, text: '5 articles, 4 events',
    roots: [{ uri: 'file:///news', on: true }, { uri: 'file:///news/private', on: false }, { uri: 'file:///notes', on: false }],
  };
  assert.equal(phrase(status, 'file:///news/a.txt'), '5 articles, 4 events');
  assert.equal(phrase(status, 'file:///notes/a.txt'), 'off here');
  assert.equal(phrase(status, 'file:///news/private/a.txt'), 'off here');
  assert.equal(phrase(status, 'file:///elsewhere/a.txt'), '5 articles, 4 events');
  assert.equal(phrase(status, undefined), '5 articles, 4 events');
});
