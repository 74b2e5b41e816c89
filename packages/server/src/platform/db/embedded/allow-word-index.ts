import pg from 'pg'

/**
 * Lets the index of words answer searches although row-level security binds whoever asks: that needs somebody to say that matching
 * words tells nothing about rows but its answer, which is so (it only compares) and which only a superuser can say.
 */
export async function allowWordIndex(superuserUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl })
  await client.connect()
  try {
    await client.query('alter function pg_catalog.ts_match_vq(tsvector, tsquery) leakproof')
  } finally {
    await client.end()
  }
}
