import type { Export } from './export.ts'
import { recentExports } from './recent-exports.ts'

const day = '2026-06-08T09:10:00Z'
const words =
  'A weakness in how lengths are checked lets whoever sends a crafted message read memory beyond the buffer. '

const trivyRow = (n: number): string =>
  JSON.stringify({
    VulnerabilityID: `CVE-2026-${n}`,
    PkgID: `lib${n % 900}@1.${n % 50}.0`,
    PkgName: `lib${n % 900}`,
    InstalledVersion: `1.${n % 50}.0`,
    FixedVersion: `1.${n % 50}.1`,
    Status: 'fixed',
    Layer: { DiffID: 'sha256:13cb14c2acd34e45446a50af25cb05095a17624678dbafbcc9e26086547c1d74' },
    SeveritySource: 'nvd',
    PrimaryURL: `https://avd.example/nvd/cve-2026-${n}`,
    Title: `lib${n % 900}: lengths are not checked`,
    Description: words.repeat(2),
    Severity: 'HIGH',
    PublishedDate: day,
    LastModifiedDate: day,
  })

const trivy = {
  importer: 'trivy-json',
  format: 'json',
  head: `{"SchemaVersion":2,"CreatedAt":"${day}","ArtifactName":"x","ArtifactType":"container_image","Results":[{"Target":"x","Class":"os-pkgs","Vulnerabilities":[\n`,
  row: trivyRow,
  separator: ',\n',
  tail: ']}]}',
} as const satisfies Export

const accounts = {
  importer: 'aws-iam-credential-report',
  format: 'csv',
  head:
    'user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active,' +
    'access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,' +
    'access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,' +
    'access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated\n',
  row: (n) =>
    `user${n}@lakeside.example,arn:aws:iam::111122223333:user/user${n},${day},true,${day},${day},N/A,true,true,${day},${day},us-east-1,s3,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A`,
  separator: '\n',
  tail: '\n',
} as const satisfies Export

/** One export for each importer that the bench measures. */
export const exportsToRead: readonly Export[] = [
  trivy,
  accounts,
  {
    importer: 'hr-roster',
    format: 'csv',
    head: 'employee_id,first_name,last_name,work_email,job_title,department,manager_id,employment_status,hire_date,termination_date\n',
    row: (n) => `E${n},Ada,North,user${n}@lakeside.example,Analyst,Radiology,E${n % 90},active,2024-01-01,`,
    separator: '\n',
    tail: '\n',
  },
  {
    importer: 'change-ticket-csv',
    format: 'csv',
    head: 'key,summary,type,status,requester,approver,approved_at,implementer,planned_start,planned_end,implemented_at,systems,rollback_plan,test_evidence,validation_result\n',
    row: (n) =>
      `CHG-${n},Update the interface,normal,closed,ada,ben,${day},cleo,${day},${day},${day},ehr-db;engine,Restore the snapshot,https://ci.example/${n},As expected`,
    separator: '\n',
    tail: '\n',
  },
  {
    importer: 'sarif',
    format: 'json',
    head: '{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"Scan","rules":[{"id":"a/b","properties":{"security-severity":"7.5"}}]}},"results":[\n',
    row: (n) =>
      JSON.stringify({
        ruleId: 'a/b',
        ruleIndex: 0,
        message: { text: words },
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: `src/file${n}.ts`, index: n },
              region: { startLine: 3, startColumn: 9 },
            },
          },
        ],
        partialFingerprints: { primaryLocationLineHash: `9cbc869fbfff${n}:1` },
      }),
    separator: ',\n',
    tail: ']}]}',
  },
  {
    importer: 'cyclonedx-json',
    format: 'json',
    head: '{"bomFormat":"CycloneDX","specVersion":"1.5","components":[\n',
    row: (n) =>
      JSON.stringify({
        type: 'library',
        'bom-ref': `pkg:npm/lib${n}@1.0.0`,
        author: 'Somebody',
        name: `lib${n}`,
        version: '1.0.0',
        description: words,
        hashes: [{ alg: 'SHA-512', content: 'ab'.repeat(64) }],
        licenses: [{ license: { id: 'MIT' } }],
        purl: `pkg:npm/lib${n}@1.0.0`,
      }),
    separator: ',\n',
    tail: ']}',
  },
  {
    importer: 'aws-inspector2-json',
    format: 'json',
    head: '{"findings":[\n',
    row: (n) =>
      JSON.stringify({
        awsAccountId: '111122223333',
        description: words.repeat(2),
        findingArn: `arn:aws:inspector2:us-east-1:111122223333:finding/${n}`,
        type: 'PACKAGE_VULNERABILITY',
        title: `CVE-2026-${n}`,
        severity: 'HIGH',
        status: 'ACTIVE',
        inspectorScore: 7.5,
        exploitAvailable: 'NO',
        firstObservedAt: day,
        lastObservedAt: day,
        packageVulnerabilityDetails: {
          vulnerabilityId: `CVE-2026-${n}`,
          relatedVulnerabilities: [],
          referenceUrls: [`https://nvd.example/${n}`],
          cvss: [
            {
              baseScore: 7.5,
              scoringVector: 'CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:N/I:N/A:H',
              source: 'NVD',
              version: '3.1',
            },
          ],
          vulnerablePackages: [
            { name: 'lib', version: '1.0', release: '2', epoch: 0, packageManager: 'OS', fixedInVersion: '1.1' },
          ],
        },
        resources: [
          {
            id: `arn:aws:ec2:us-east-1:111122223333:instance/i-${n % 500}`,
            type: 'AWS_EC2_INSTANCE',
            region: 'us-east-1',
            tags: {},
          },
        ],
      }),
    separator: ',\n',
    tail: ']}',
  },
  {
    importer: 'aws-security-hub-asff',
    format: 'json',
    head: '{"Findings":[\n',
    row: (n) =>
      JSON.stringify({
        SchemaVersion: '2018-10-08',
        Id: `arn:aws:securityhub:us-east-1:111122223333:finding/${n}`,
        ProductArn: 'arn:aws:securityhub:us-east-1::product/aws/securityhub',
        ProductName: 'Security Hub',
        GeneratorId: `security-control/S3.${n % 20}`,
        AwsAccountId: '111122223333',
        Title: 'Buckets are not public',
        Description: words.repeat(2),
        Severity: { Label: 'HIGH', Normalized: 70 },
        Remediation: { Recommendation: { Text: words } },
        CreatedAt: day,
        UpdatedAt: day,
        LastObservedAt: day,
        Resources: [{ Id: `arn:aws:s3:::bucket-${n}`, Type: 'AwsS3Bucket', Region: 'us-east-1', Partition: 'aws' }],
        Compliance: { Status: 'FAILED', SecurityControlId: `S3.${n % 20}` },
        Workflow: { Status: 'NEW' },
        RecordState: 'ACTIVE',
      }),
    separator: ',\n',
    tail: ']}',
  },
  {
    importer: 'prowler-ocsf',
    format: 'json',
    head: '[\n',
    row: (n) =>
      JSON.stringify({
        message: words,
        metadata: {
          event_code: `rule_${n % 300}`,
          product: { name: 'Prowler', vendor_name: 'Prowler', version: '5.4.0' },
          version: '1.4.0',
        },
        severity: 'High',
        status: 'New',
        status_code: n % 3 === 0 ? 'FAIL' : 'PASS',
        status_detail: words,
        finding_info: { created_time: 1_780_909_800, title: 'Buckets are not public', desc: words, uid: `x${n}` },
        resources: [
          {
            uid: `arn:aws:s3:::bucket-${n}`,
            name: `bucket-${n}`,
            type: 'AwsS3Bucket',
            region: 'us-east-1',
            data: { details: '' },
          },
        ],
        cloud: { account: { uid: '111122223333', name: 'prod' }, provider: 'aws', region: 'us-east-1' },
        remediation: { desc: words, references: ['https://docs.example/s3'] },
        class_uid: 2004,
      }),
    separator: ',\n',
    tail: ']',
  },
  {
    importer: 'nessus-v2',
    format: 'xml',
    head: '<?xml version="1.0" ?>\n<NessusClientData_v2><Report name="r"><ReportHost name="db.lakeside.example">\n',
    row: (n) =>
      `<ReportItem port="${n % 65_536}" svc_name="www" protocol="tcp" severity="3" pluginID="${n}" pluginName="Lengths are not checked" pluginFamily="General">` +
      `<description>${words.repeat(3)}</description><cve>CVE-2026-${n}</cve><cvss3_base_score>7.5</cvss3_base_score>` +
      `<risk_factor>High</risk_factor><solution>Update.</solution><plugin_output>${words}</plugin_output></ReportItem>`,
    separator: '\n',
    tail: '</ReportHost></Report></NessusClientData_v2>',
  },
  {
    importer: 'tenable-csv',
    format: 'csv',
    head: 'Plugin ID,CVE,CVSS,Risk,Host,Protocol,Port,Name,Synopsis,Description,Solution,See Also,Plugin Output\n',
    row: (n) =>
      `${n},CVE-2026-${n},7.5,High,db${n % 300}.lakeside.example,TCP,443,Lengths are not checked,Short,"${words.repeat(2)}",Update.,https://x.example,"Version: 1\nFixed: 2"`,
    separator: '\n',
    tail: '\n',
  },
  ...recentExports,
]

/** A million accounts of one AWS organization. */
export const largeAccounts: Export = { ...accounts, rows: 1_000_000 }
/** The scan of a whole registry. */
export const largeScan: Export = trivy
