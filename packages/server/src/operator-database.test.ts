import { rm } from 'node:fs/promises'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readConfig } from './config.ts'
import { openInstallation } from './installation.ts'
import { createTestOrganization, makeDataFolder, startTestServer, type TestServer } from './testing/test-server.ts'
import { refusePowerfulRole } from './platform/db/roles.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
const folders: string[] = []
afterAll(async () => {
  await server.stop()
  for (const folder of folders) await rm(folder, { recursive: true, force: true })
})

async function temporaryFolder(): Promise<string> {
  const folder = await makeDataFolder()
  folders.push(folder)
  return folder
}

/** The address of another database on the test's PostgreSQL, as an operator would give it. */
async function operatorDatabase(name: string): Promise<string> {
  const address = new URL(server.installation.addresses.owner)
  address.pathname = '/postgres'
  const client = new pg.Client({ connectionString: await superuserAddress() })
  await client.connect()
  await client.query(`create database ${name} owner evidentia_owner`)
  await client.end()
  address.pathname = `/${name}`
  return address.toString()
}

async function superuserAddress(): Promise<string> {
  const address = new URL(server.installation.addresses.owner)
  address.username = 'postgres'
  address.pathname = '/postgres'
  return address.toString()
}

describe('the roles', () => {
  it('let the server work as one that row-level security binds', async () => {
    await expect(refusePowerfulRole(server.installation.addresses.app)).resolves.toBeUndefined()
  })

  it('refuse a superuser and the owner of a table', async () => {
    await expect(refusePowerfulRole(await superuserAddress())).rejects.toThrow(/is a superuser/)
    await expect(refusePowerfulRole(server.installation.addresses.owner)).rejects.toThrow(/owns a table/)
  })

  it('refuse BYPASSRLS, also when it is inherited', async () => {
    const client = new pg.Client({ connectionString: await superuserAddress() })
    await client.connect()
    try {
      await client.query('create role bypasser bypassrls')
      await client.query('grant bypasser to evidentia_app')
      await expect(refusePowerfulRole(server.installation.addresses.app)).rejects.toThrow(/has BYPASSRLS/)
    } finally {
      await client.query('revoke bypasser from evidentia_app')
      await client.end()
    }
  })
})

describe('an operator’s PostgreSQL', () => {
  it('serves like the embedded one', async () => {
    const other = await startTestServer({ DATABASE_URL: await operatorDatabase('operator') })
    try {
      const { keys } = await createTestOrganization(other, 'own')
      expect((await other.request('GET', '/api/v1/matrix', { key: keys.auditor })).status).toBe(200)
      expect(other.installation.isEmbedded).toBe(false)
    } finally {
      await other.stop()
    }
  })

  it('is refused when its files of migrations were changed after they ran', async () => {
    const address = await operatorDatabase('drifted')
    const config = readConfig({
      DATABASE_URL: address,
      EVIDENTIA_DATA: await temporaryFolder(),
      EVIDENTIA_LOG_LEVEL: 'silent',
    })
    const first = await openInstallation(config, () => undefined)
    await first.close()
    const client = new pg.Client({ connectionString: address })
    await client.connect()
    await client.query("update migration set checksum = 'other' where name like '0002%'")
    await client.end()
    await expect(openInstallation(config, () => undefined)).rejects.toThrow(/0002_log\.sql was changed after it ran/)
  })

  it('says what to do when its role may not create roles', async () => {
    const client = new pg.Client({ connectionString: await superuserAddress() })
    await client.connect()
    await client.query("create role humble login password 'humble'")
    await client.end()
    const address = new URL(server.installation.addresses.owner)
    address.username = 'humble'
    address.password = 'humble'
    const config = readConfig({
      DATABASE_URL: address.toString(),
      EVIDENTIA_DATA: await temporaryFolder(),
      EVIDENTIA_LOG_LEVEL: 'silent',
    })
    await expect(openInstallation(config, () => undefined)).rejects.toThrow(
      /CREATE ROLE evidentia_app .* DATABASE_APP_URL/,
    )
  })
})
