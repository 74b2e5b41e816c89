import { type Config, explainSettings } from '../../config.ts'
import { openInstallation, type Say } from '../../installation.ts'
import { openDatabase } from '../../platform/db/pool.ts'
import { Transactions } from '../../platform/db/transactions.ts'
import { LogKeys } from '../../platform/log/log-keys.ts'
import type { Look } from './look.ts'
import { lookAtDatabase } from './look-at-database.ts'
import { lookAtLogKeys } from './look-at-log-keys.ts'
import { lookAtMachine } from './look-at-machine.ts'
import { lookAtMail } from './look-at-mail.ts'

const marks = { good: 'ok  ', note: 'note', bad: 'BAD ' } as const

/** Explains every setting and looks at what the product's promises rest on. Sets exit code 1 when something is bad. */
export async function doctor(config: Config, say: Say): Promise<void> {
  for (const { name, value, isDefault, description } of explainSettings())
    say(`${name} = ${value}${isDefault ? ' (default)' : ''}: ${description}`)
  const installation = await openInstallation(config, () => undefined, true)
  // Settings such as data_checksums are shown to the owner; the server's own role may not see all of them.
  const owner = openDatabase(installation.addresses.owner, 1, (error) =>
    say(`The database connection was lost: ${error.message}`),
  )
  try {
    const looks: readonly Look[] = [
      ...(await lookAtDatabase(owner, installation.addresses.app)),
      ...(await lookAtMachine(config, installation.objects)),
      ...(await lookAtMail(config)),
      ...(await lookAtLogKeys(
        new Transactions(installation.db, installation.readDerived),
        new LogKeys(installation.rootKey),
        await installation.db.selectFrom('organization_slug').selectAll().orderBy('slug').execute(),
      )),
    ]
    for (const { what, state, sentence } of looks) say(`${marks[state]} ${what}: ${sentence}`)
    if (looks.some(({ state }) => state === 'bad')) process.exitCode = 1
  } finally {
    await owner.destroy()
    await installation.close()
  }
}
