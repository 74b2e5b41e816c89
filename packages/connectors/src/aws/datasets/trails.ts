import type { ImportedItem } from '@evidentia/core'
import { z } from 'zod'
import { createCollectionImporter } from '../../collection/collection-importer.ts'
import type { Reply, Unread } from '../../collection/collector.ts'
import { ask, askAll, type Aws } from '../calls.ts'
import { type SettingFound, settingOf } from '../setting.ts'

/** Whether calls and changes are recorded and threats looked for, in each region. */
export async function* collectTrails(aws: Aws): AsyncGenerator<Reply | Unread> {
  const [trail, config, guard] = await Promise.all([
    import('@aws-sdk/client-cloudtrail'),
    import('@aws-sdk/client-config-service'),
    import('@aws-sdk/client-guardduty'),
  ])
  for (const region of aws.regions) {
    const trails = new trail.CloudTrailClient(aws.options(region))
    const found = yield* ask('cloudtrail:DescribeTrails', `trails in ${region}`, () =>
      trails.send(new trail.DescribeTrailsCommand({ includeShadowTrails: false })),
    )
    for (const { TrailARN: Name = '' } of found?.trailList ?? [])
      yield* ask('cloudtrail:GetTrailStatus', `trail ${Name}`, () =>
        trails.send(new trail.GetTrailStatusCommand({ Name })),
      )
    const recorders = new config.ConfigServiceClient(aws.options(region))
    yield* ask('config:DescribeConfigurationRecorderStatus', `configuration recorder in ${region}`, () =>
      recorders.send(new config.DescribeConfigurationRecorderStatusCommand({})),
    )
    const detectors = new guard.GuardDutyClient(aws.options(region))
    const pages = yield* askAll(
      'guardduty:ListDetectors',
      `detectors in ${region}`,
      (NextToken) => detectors.send(new guard.ListDetectorsCommand({ NextToken })),
      ({ NextToken }) => NextToken,
    )
    for (const DetectorId of pages.flatMap(({ DetectorIds }) => DetectorIds ?? []))
      yield* ask('guardduty:GetDetector', `detector ${DetectorId} in ${region}`, () =>
        detectors.send(new guard.GetDetectorCommand({ DetectorId })),
      )
  }
}

const trailSchema = z.object({
  trailList: z
    .array(
      z.object({
        TrailARN: z.string(),
        Name: z.string(),
        IsMultiRegionTrail: z.boolean().nullish(),
        LogFileValidationEnabled: z.boolean().nullish(),
        KmsKeyId: z.string().nullish(),
      }),
    )
    .nullish(),
})
const statusSchema = z.object({ IsLogging: z.boolean() })
const recorderSchema = z.object({
  ConfigurationRecordersStatus: z.array(z.object({ recording: z.boolean().nullish() })).nullish(),
})
const detectorsSchema = z.object({ DetectorIds: z.array(z.string()).nullish() })
const detectorSchema = z.object({ Status: z.string() })

export const trailsImporter = createCollectionImporter({
  connector: 'aws',
  dataset: 'trails',
  version: 1,
  title: 'AWS trails and detection, as collected',
  recordTypes: ['configuration-state'],
  open: (read) => {
    /** By region: whether any detector is there and on. */
    const detection = new Map<string, { on: boolean; at: string; line: number }>()
    let trails = 0
    let asked: { at: string; line: number } | null = null
    return {
      *take(part, { request, about, at }): Generator<ImportedItem> {
        const { line, value } = part
        const region = / in ([a-z0-9-]+)$/.exec(about)?.[1] ?? ''
        const say = (
          resource: string,
          setting: SettingFound['setting'],
          found: SettingFound['value'],
          kind: SettingFound['kind'] = 'log',
        ): ImportedItem => ({
          record: settingOf({ resource, kind, setting, value: found, at, line, ...(region === '' ? {} : { region }) }),
        })
        if (request === 'cloudtrail:DescribeTrails') {
          asked ??= { at, line }
          for (const trail of read.parse(trailSchema, value, part).trailList ?? []) {
            trails += 1
            yield say(trail.TrailARN, 'audit-trail-all-regions', trail.IsMultiRegionTrail === true)
            yield say(trail.TrailARN, 'audit-trail-validation', trail.LogFileValidationEnabled === true)
            yield say(trail.TrailARN, 'encryption-at-rest', true)
            if (trail.KmsKeyId != null) yield say(trail.TrailARN, 'encryption-key', trail.KmsKeyId)
          }
        } else if (request === 'cloudtrail:GetTrailStatus')
          yield say(about.slice('trail '.length), 'audit-trail', read.parse(statusSchema, value, part).IsLogging)
        else if (request === 'config:DescribeConfigurationRecorderStatus') {
          const recorders = read.parse(recorderSchema, value, part).ConfigurationRecordersStatus ?? []
          const isRecording = recorders.some(({ recording }) => recording === true)
          yield say(`config ${region}`, 'configuration-recording', isRecording)
        } else if (request === 'guardduty:ListDetectors') {
          const ids = read.parse(detectorsSchema, value, part).DetectorIds ?? []
          if (ids.length === 0) detection.set(region, { on: false, at, line })
        } else if (request === 'guardduty:GetDetector') {
          const on = read.parse(detectorSchema, value, part).Status === 'ENABLED'
          detection.set(region, { on: on || detection.get(region)?.on === true, at, line })
        }
      },
      *end(): Generator<ImportedItem> {
        // An account without any trail records nothing: that is what was found, and not that nothing was found.
        if (trails === 0 && asked !== null)
          yield {
            record: settingOf({ resource: 'account', kind: 'account', setting: 'audit-trail', value: false, ...asked }),
          }
        for (const [region, { on, at, line }] of detection)
          yield {
            record: settingOf({
              resource: `guardduty ${region}`,
              kind: 'log',
              region,
              setting: 'threat-detection',
              value: on,
              at,
              line,
            }),
          }
      },
    }
  },
})
