import { join } from 'node:path'
import { build } from 'vite'

/** What goes into the command itself: little code that every call needs. The rest stays in its packages, with its data. */
const inlined = ['@evidentia/ledger', 'commander']

/**
 * Puts few files in the place of the many modules behind a staged package's `dist/main.js`. A short call spends its time on
 * finding, reading and compiling files one by one: to verify one receipt, Node touched 70 of them.
 */
export async function bundleMain(source: string, staged: string): Promise<void> {
  await build({
    root: source,
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    ssr: { noExternal: inlined },
    build: {
      ssr: join(source, 'src/main.ts'),
      outDir: join(staged, 'dist'),
      emptyOutDir: false,
      target: 'node24',
      minify: false,
      rolldownOptions: {
        external: (id) => /^[@a-z]/.test(id) && !inlined.some((name) => id === name || id.startsWith(`${name}/`)),
        output: { entryFileNames: 'main.js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  })
}
