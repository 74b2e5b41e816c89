import { optional, required } from './field.ts'
import { defineRecordType } from './record-type.ts'

/** A thing that is there: a machine, a service, a component of software. */
export const asset = defineRecordType({
  says: 'Something that an inventory lists: a machine, a cloud resource, an application, a component of software.',
  key: 'the identifier',
  placedBy: [],
  fields: {
    identifier: required.text('What names it: an ARN, a serial number, a package URL.'),
    name: required.text('The name shown to people.'),
    kind: required.oneOf(
      ['host', 'container-image', 'function', 'database', 'storage', 'network', 'application', 'component', 'other'],
      'What it is. `component` is a part of software, as a bill of materials lists it.',
    ),
    type: optional.text('The word of the source for its kind.'),
    system: optional.text('The system, application or account it is part of.'),
    environment: optional.text('The environment, such as production.'),
    owner: optional.text('Who answers for it.'),
    vendor: optional.text('Who makes or supplies it.'),
    version: optional.text('Its version.'),
    license: optional.text('The license of a component.'),
    os: optional.text('Its operating system.'),
    region: optional.text('Where it is.'),
    addresses: optional.texts('Its network names and addresses.'),
    internetFacing: optional.flag('Whether it can be reached from the internet.'),
    firstSeen: optional.instant('When the source first saw it.'),
    lastSeen: optional.instant('When the source last saw it.'),
  },
})

/** A laptop, workstation or phone under management. */
export const device = defineRecordType({
  says: 'A laptop, workstation or phone, as device management or endpoint protection sees it.',
  key: 'the identifier in the managing tool',
  placedBy: [],
  fields: {
    identifier: required.text('What names it in the managing tool.'),
    name: required.text('Its name.'),
    serial: optional.text('The serial number.'),
    user: optional.text('The person or account it is given to.'),
    platform: optional.oneOf(['windows', 'macos', 'linux', 'ios', 'android', 'chromeos', 'other'], 'The platform.'),
    osVersion: optional.text('The version of its operating system.'),
    status: optional.text('The word of the source for its state.'),
    managed: optional.flag('Whether it is under management.'),
    compliant: optional.flag('Whether the managing tool says that it meets its rules.'),
    encrypted: optional.flag('Whether its disk is encrypted.'),
    screenLock: optional.flag('Whether it locks by itself.'),
    firewall: optional.flag('Whether its firewall is on.'),
    protected: optional.flag('Whether endpoint protection runs on it.'),
    protectionVersion: optional.text('The version of the endpoint protection.'),
    signaturesAt: optional.instant('When its signatures were last renewed.'),
    patchedAt: optional.instant('When it last took updates.'),
    enrolled: optional.instant('When it came under management.'),
    lastSeen: optional.instant('When it was last heard of.'),
  },
})
