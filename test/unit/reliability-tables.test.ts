import { fillTables, TABLES } from '../../scripts/reliability-tables';

const EMPTY = Object.keys(TABLES)
  .map((name) => `Before ${name}.\n\n<!-- table: ${name} -->\n<!-- end -->\n`)
  .join('\n');

describe('the tables of docs/reliability.md', () => {
  it('are filled in where nothing stands yet, and filled in again', () => {
    const filled = fillTables(EMPTY);
    for (const name of Object.keys(TABLES))
      expect(filled).toContain(`Before ${name}.\n\n<!-- table: ${name} -->\n\n| `);
    expect(fillTables(filled)).toBe(filled);
  });

  it('are missed if the document has no place for one of them', () => {
    expect(() => fillTables('# Reliability')).toThrow('has no place for the table');
  });
});
