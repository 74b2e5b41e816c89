import { expect, it } from 'vitest'
import { isPublicAddress } from './public-address.ts'

it.each(['8.8.8.8', '52.94.76.1', '140.82.121.6', '2606:50c0:8000::154', '2a00:1450:4001:82a::200e'])(
  'lets %s be reached',
  (address) => expect(isPublicAddress(address)).toBe(true),
)

it.each([
  '127.0.0.1',
  '10.1.2.3',
  '172.31.255.255',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '0.0.0.0',
  '224.0.0.1',
  '255.255.255.255',
  '::1',
  '::',
  '::ffff:10.0.0.1',
  '::ffff:8.8.8.8',
  'fd00::1',
  'fe80::1',
  'fd00:ec2::254',
  '64:ff9b::a00:1',
  '2002:7f00:1::',
  '2001:db8::1',
])('keeps %s from being reached', (address) => expect(isPublicAddress(address)).toBe(false))
