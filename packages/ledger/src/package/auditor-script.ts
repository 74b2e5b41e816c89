import { readFileSync } from 'node:fs'
import { fileFromBytes, type PackageFile } from './package-file.ts'

/** Where the script lies in a package, and in this workspace package, in source and build alike. */
const SCRIPT_FILE = 'auditor/verify_package.py'

/**
 * The small verifier in Python that goes with every package, so that an auditor without our software can read and run
 * one. It lies in a package that it is to judge: its own instructions say to compare it with a copy from elsewhere.
 */
export function readAuditorScript(): PackageFile {
  return fileFromBytes(SCRIPT_FILE, 'verifier', readFileSync(new URL(`../../${SCRIPT_FILE}`, import.meta.url)))
}
