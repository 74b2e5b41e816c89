import { glob, lstat, mkdtemp, readdir, realpath, rm, stat } from 'node:fs/promises'
import { createWriteStream } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, relative, sep } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Refusal } from '../output/explain-error.ts'

/**
 * The files that arguments name, each once, in the order of the arguments: a file, a folder with everything in it, or a pattern that
 * the shell left alone. Hidden files and folders are left out unless they are named themselves, and so is what a link leads to
 * outside of its folder. Throws a usage Refusal for a folder or a pattern that gives nothing.
 */
export async function chooseFiles(named: readonly string[]): Promise<string[]> {
  const chosen = new Set<string>()
  for (const one of named) for (const file of await expand(one)) chosen.add(file)
  return [...chosen]
}

async function expand(named: string): Promise<readonly string[]> {
  const found = await stat(named).catch(() => null)
  if (found?.isDirectory() === true) return orNothing(await listFolder(named, await realpath(named)), named)
  // A file that is not there is said when it is opened, unless the name is meant as a pattern.
  if (found !== null || !/[*?[{]/.test(named)) return [named]
  return orNothing(await listMatches(named), named)
}

function orNothing(files: readonly string[], named: string): readonly string[] {
  if (files.length > 0) return files
  throw new Refusal(2, `${named} gives no file; check the folder or the pattern.`)
}

async function listFolder(folder: string, root: string): Promise<string[]> {
  const files: string[] = []
  for (const name of (await readdir(folder)).toSorted()) {
    if (name.startsWith('.')) continue
    const path = join(folder, name)
    if (await leadsElsewhere(path, root)) continue
    const found = await stat(path)
    // A linked folder is not entered: links can lead in a circle.
    if (found.isDirectory() && !(await lstat(path)).isSymbolicLink()) files.push(...(await listFolder(path, root)))
    if (found.isFile()) files.push(path)
  }
  return files
}

/** The files that a pattern matches, by the rules of the folder in which it begins. */
async function listMatches(pattern: string): Promise<string[]> {
  const base = baseOf(pattern)
  const root = await realpath(base).catch(() => null)
  if (root === null) return []
  const files: string[] = []
  for await (const match of glob(pattern)) {
    if (isHidden(relative(base, match)) || (await leadsElsewhere(match, root))) continue
    if ((await stat(match)).isFile()) files.push(match)
  }
  return files.toSorted()
}

/** The folder before the first part with a wildcard. */
function baseOf(pattern: string): string {
  const parts = pattern.split('/')
  const fixed = parts.slice(
    0,
    parts.findIndex((part) => /[*?[{]/.test(part)),
  )
  return fixed.length === 0 ? '.' : `${fixed.join('/')}/`
}

/** Whether a path is, through a link on the way, nowhere, outside of the folder, or in a hidden part of it. */
async function leadsElsewhere(path: string, root: string): Promise<boolean> {
  const target = await realpath(path).catch(() => null)
  return target === null || isHidden(relative(root, target))
}

/** A part that begins with a dot: hidden, or the way out of the folder. */
function isHidden(path: string): boolean {
  return path.split(sep).some((part) => part.startsWith('.'))
}

/** What comes through a pipe, as a file of that name for as long as `work` takes. */
export async function withSpooled<T>(input: Readable, name: string, work: (file: string) => Promise<T>): Promise<T> {
  if (name === '' || name !== basename(name) || name.startsWith('.'))
    throw new Refusal(2, '--name is the name of a file, without a folder.')
  const folder = await mkdtemp(join(tmpdir(), 'evidentia-push-'))
  try {
    const file = join(folder, name)
    await pipeline(input, createWriteStream(file, { mode: 0o600 }))
    return await work(file)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
