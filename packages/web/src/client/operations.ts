import type { Contracts, OperationId } from '@evidentia/core'

/**
 * Method and path of every operation. The type is derived from the contracts, so a table that disagrees with them does not
 * compile; the values are repeated here because importing them would put every schema into the browser's bundle.
 */
export const operations: {
  readonly [K in OperationId]: readonly [method: Contracts[K]['method'], path: Contracts[K]['path']]
} = {
  readSession: ['GET', '/session'],
  redeemLink: ['POST', '/session/link'],
  signIn: ['POST', '/session/password'],
  beginPasskeySignIn: ['POST', '/session/passkey/options'],
  finishPasskeySignIn: ['POST', '/session/passkey'],
  signOut: ['DELETE', '/session'],
  setPassword: ['PUT', '/account/password'],
  beginTotp: ['POST', '/account/totp'],
  confirmTotp: ['PUT', '/account/totp'],
  beginPasskey: ['POST', '/account/passkeys/options'],
  addPasskey: ['POST', '/account/passkeys'],
  listSessions: ['GET', '/account/sessions'],
  endSession: ['DELETE', '/account/sessions/{session}'],
  createOrganization: ['POST', '/organizations'],
  removeSample: ['DELETE', '/organization'],
  listMembers: ['GET', '/members'],
  inviteMember: ['POST', '/members'],
  removeMember: ['DELETE', '/members/{user}'],
  listApiKeys: ['GET', '/api-keys'],
  issueApiKey: ['POST', '/api-keys'],
  revokeApiKey: ['DELETE', '/api-keys/{key}'],
  listDocuments: ['GET', '/documents'],
  readDocument: ['GET', '/documents/{kind}/{id}'],
  recordDocument: ['PUT', '/documents/{kind}/{id}'],
  readOverview: ['GET', '/overview'],
  listMatrix: ['GET', '/matrix'],
  listFindings: ['GET', '/findings'],
  listControls: ['GET', '/controls'],
  readControl: ['GET', '/controls/{control}'],
  listFrameworks: ['GET', '/frameworks'],
  readFramework: ['GET', '/frameworks/{framework}'],
  recordEvidence: ['POST', '/evidence'],
  listEvidence: ['GET', '/evidence'],
  readEvidence: ['GET', '/evidence/{evidence}'],
  readReceipt: ['GET', '/evidence/{evidence}/receipt'],
  listRecords: ['GET', '/evidence/{evidence}/records'],
  readArtifact: ['GET', '/evidence/{evidence}/artifact'],
  readCheckpoint: ['GET', '/log/checkpoint'],
  listEntries: ['GET', '/log/entries'],
}
