import path from 'node:path';
import ts from 'typescript';
import { ROOT } from '../../scripts/build-functions';

/**
 * Type-checks files as if they were in the repository, with its settings; nothing is written.
 *
 * @param files texts by their paths in the repository
 * @returns what the compiler says about them, one line each
 */
export function typeCheck(files: Readonly<Record<string, string>>): string[] {
  const texts = new Map(Object.entries(files).map(([name, text]) => [path.join(ROOT, name), text]));
  const options = readOptions();
  const host = ts.createCompilerHost(options);
  const overlaid: ts.CompilerHost = {
    ...host,
    fileExists: (name) => texts.has(name) || host.fileExists(name),
    readFile: (name) => texts.get(name) ?? host.readFile(name),
    getSourceFile: (name, version, ...others) => {
      const text = texts.get(name);
      return text === undefined
        ? host.getSourceFile(name, version, ...others)
        : ts.createSourceFile(name, text, version);
    },
  };
  const program = ts.createProgram([...texts.keys()], options, overlaid);
  return [...texts.keys()].flatMap((name) => {
    const source = program.getSourceFile(name);
    const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    return found.map(
      ({ messageText }) =>
        `${path.relative(ROOT, name)}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`,
    );
  });
}

function readOptions(): ts.CompilerOptions {
  const file = ts.readConfigFile(path.join(ROOT, 'tsconfig.json'), (name) => ts.sys.readFile(name));
  return ts.parseJsonConfigFileContent(file.config as unknown, ts.sys, ROOT).options;
}
