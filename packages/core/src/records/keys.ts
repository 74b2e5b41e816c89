import { optional, required } from './field.ts'
import { defineRecordType } from './record-type.ts'

/** A certificate that proves a name. */
export const certificate = defineRecordType({
  says: 'A certificate: for which names, from whom, until when.',
  key: 'the identifier',
  placedBy: [],
  fields: {
    identifier: required.text('What names it: an ARN, a serial number with its issuer, a thumbprint.'),
    subject: required.text('The name it was issued to.'),
    names: optional.texts('The host names it holds for.'),
    issuer: optional.text('Who issued it.'),
    serial: optional.text('Its serial number.'),
    system: optional.text('Where it is used.'),
    status: optional.text('The word of the source for its state.'),
    inUse: optional.flag('Whether something uses it.'),
    renewsItself: optional.flag('Whether it is renewed without a person.'),
    keyAlgorithm: optional.text('The algorithm of its key, with the size.'),
    validFrom: optional.instant('When it begins to hold.'),
    validTo: optional.instant('When it ends.'),
  },
})

/** A key that encrypts, signs or signs in. */
export const key = defineRecordType({
  says: 'A key that encrypts, signs or signs in, with how it is rotated. Never its secret part.',
  key: 'the identifier',
  placedBy: [],
  fields: {
    identifier: required.text('What names it: an ARN, a key id, a fingerprint.'),
    name: optional.text('The name or alias shown to people.'),
    kind: required.oneOf(['encryption', 'signing', 'access', 'api', 'ssh', 'other'], 'What it does.'),
    system: optional.text('The cloud account, vault or application it is in.'),
    account: optional.text('The account it belongs to, for one that signs in.'),
    managedBy: optional.oneOf(['customer', 'provider'], 'Who manages it.'),
    status: optional.text('The word of the source for its state.'),
    enabled: required.flag('Whether it can be used.'),
    rotates: optional.flag('Whether it is rotated by itself.'),
    rotationDays: optional.count('After how many days it is.'),
    created: optional.instant('When it was made.'),
    lastRotated: optional.instant('When it was last rotated.'),
    lastUsed: optional.instant('When it was last used.'),
    expires: optional.instant('When it ends by itself.'),
    deletesAt: optional.instant('When it will be deleted.'),
  },
})
