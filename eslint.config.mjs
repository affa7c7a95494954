import tseslint from 'typescript-eslint';

/** Modules of the product may use Node and the bundled libraries, never the embedded Twilio or the scripts. */
const productBoundaries = {
  'no-restricted-imports': [
    'error',
    {
      patterns: [
        {
          regex: '(^|/)(simulator|scripts|test|bench)/',
          message: 'src/ knows nothing of the tools around it.',
        },
        {
          regex: '^twilio(/|$)',
          message: 'Twilio is called through src/core/twilio only.',
          allowTypeImports: true,
        },
      ],
    },
  ],
  'no-console': 'error',
};

export default tseslint.config(
  { ignores: ['dist/', 'coverage/', 'node_modules/', '.cache/', 'examples/', 'packages/*/dist/'] },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      eqeqeq: 'error',
    },
  },
  { files: ['src/**/*.ts'], rules: productBoundaries },
  {
    files: ['src/core/twilio/**/*.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns: ['**/simulator/**', '**/scripts/**'] }] },
  },
);
