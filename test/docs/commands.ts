import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { scripts } from '../../package.json';
import { ROOT } from '../../scripts/build-functions';
import { blocksIn } from './code-blocks';
import type { Document } from './documents';

/** A command of a shell block. */
interface DocumentedCommand {
  readonly document: string;
  /** In one line, without its comment. */
  readonly command: string;
}

const SHELL = ['sh', 'bash', 'shell', 'console', ''];

/** Every command of the shell blocks of a document. A block without a language is one too. */
export function commandsOf({ name, text }: Document): DocumentedCommand[] {
  return blocksIn(text, ...SHELL)
    .filter((code) => !isTree(code))
    .flatMap((code) => code.replaceAll('\\\n', ' ').split('\n'))
    .map((line) => line.replace(/(^|\s)#.*$/, '').trim())
    .filter((line) => line !== '')
    .flatMap((line) => line.split(' && '))
    .map((command) => ({ document: name, command }));
}

/** Where things are, drawn as a tree. */
function isTree(code: string): boolean {
  return code.split('\n').every((line) => line === '' || /^\s*[\w.{},-]+\//.test(line));
}

/** Commands that stand in the prose, in code font. */
export function npmCommandsOf({ name, text }: Document): DocumentedCommand[] {
  const inProse = [...text.matchAll(/`(npm (?:run |start\b|test\b)[^`]*)`/g)].map(([, command = '']) => ({
    document: name,
    command: command.replaceAll(/\s+/g, ' '),
  }));
  return [...inProse, ...commandsOf({ name, text }).filter(({ command }) => command.startsWith('npm '))];
}

/** The name of the npm script that a command runs; `undefined` if it runs none. */
export function scriptOf(command: string): string | undefined {
  const [, run, direct] = /^npm (?:run (?:-s )?([\w:-]+)|(start|test)\b)/.exec(command) ?? [];
  return run ?? direct;
}

/** The flags that a command hands to its npm script. */
export function flagsOf(command: string): string[] {
  const [, given = ''] = / -- (.*)$/.exec(command) ?? [];
  return given.match(/(?<=^|\s)--?[a-z][\w-]*/g) ?? [];
}

/** Whether an npm script is there: of the root, or of a package in the document's own folder. */
export function hasScript({ document, command }: DocumentedCommand): boolean {
  const script = scriptOf(command) ?? '';
  return Object.hasOwn(scripts, script) || Object.hasOwn(scriptsBeside(document), script);
}

function scriptsBeside(document: string): object {
  const file = path.join(ROOT, path.dirname(document), 'package.json');
  if (!existsSync(file)) return {};
  return (JSON.parse(readFileSync(file, 'utf8')) as { scripts?: object }).scripts ?? {};
}

/** The programs of this project that a command runs with Node, and whether they are there. */
export function missingProgram(command: string): string | undefined {
  const [, file] = /^node (?:--import tsx )?([\w./-]+\.m?ts)/.exec(command) ?? [];
  return file !== undefined && !existsSync(path.join(ROOT, file)) ? file : undefined;
}
