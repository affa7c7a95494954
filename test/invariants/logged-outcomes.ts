import { readdirSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { ROOT } from '../../scripts/build-functions';

/** Words that the log may hold. */
interface LoggedWords {
  readonly outcomes: readonly string[];
  /** Of outcomes that have one. */
  readonly reasons: readonly string[];
}

/** Functions that are given an outcome or a reason, by the place of that argument. */
const CALLS: Readonly<Record<string, { readonly name: 'outcome' | 'reason'; readonly argument: number }>> = {
  ignored: { name: 'reason', argument: 0 },
  answer: { name: 'outcome', argument: 1 },
};

/** Reads every word that an `outcome` or a `reason` of the product's objects can be, as the compiler knows it. */
export function loggedWords(): LoggedWords {
  const core = path.join(ROOT, 'src', 'core');
  const program = createProgram(
    readdirSync(core, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => path.join(core, file)),
  );
  const checker = program.getTypeChecker();
  const words = { outcome: new Set<string>(), reason: new Set<string>() };
  const note = (name: 'outcome' | 'reason', node: ts.Node): void => {
    const type = checker.getTypeAtLocation(node);
    for (const part of type.isUnion() ? type.types : [type])
      if (part.isStringLiteral()) words[name].add(part.value);
  };
  const visit = (node: ts.Node): void => {
    if (
      ts.isPropertyAssignment(node) ||
      ts.isPropertySignature(node) ||
      ts.isShorthandPropertyAssignment(node)
    ) {
      const name = node.name.getText();
      if (name === 'outcome' || name === 'reason')
        note(name, ts.isPropertyAssignment(node) ? node.initializer : node.name);
    }
    if (ts.isCallExpression(node)) {
      const call = CALLS[node.expression.getText()];
      const argument = call && node.arguments[call.argument];
      if (argument) note(call.name, argument);
    }
    ts.forEachChild(node, visit);
  };
  for (const file of program.getSourceFiles()) if (file.fileName.startsWith(core)) visit(file);
  return { outcomes: [...words.outcome].sort(), reasons: [...words.reason].sort() };
}

/** The product alone: what it gets from packages is no word of its own, and takes long to read. */
function createProgram(files: readonly string[]): ts.Program {
  const options: ts.CompilerOptions = { target: ts.ScriptTarget.ES2022, strict: true, types: [] };
  const host = ts.createCompilerHost(options);
  host.resolveModuleNameLiterals = (literals, containingFile) =>
    literals.map(({ text }) => ({
      resolvedModule: text.startsWith('.')
        ? {
            resolvedFileName: `${path.resolve(path.dirname(containingFile), text)}.ts`,
            extension: ts.Extension.Ts,
          }
        : undefined,
    }));
  return ts.createProgram(files, options, host);
}
