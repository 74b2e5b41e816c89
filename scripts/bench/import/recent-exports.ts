import type { Export } from './export.ts'

const day = '2026-06-08T09:10:00Z'
const words = 'A person asked for this with a reason that is about as long as such reasons are. '

/** One export for each importer of people, work and backups. */
export const recentExports: readonly Export[] = [
  {
    importer: 'ldif',
    format: 'ldif',
    head: 'version: 1\n\n',
    row: (n) =>
      `dn: CN=User ${n},OU=Staff,DC=lakeside,DC=example\nobjectClass: top\nobjectClass: person\nobjectClass: user\ncn: User ${n}\n` +
      `displayName: User ${n}\nsAMAccountName: user${n}\nmail: user${n}@lakeside.exam\n ple\nemployeeID: E${n}\nuserAccountControl: 512\n` +
      `pwdLastSet: 134247600000000000\nlastLogonTimestamp: 134247600000000000\naccountExpires: 9223372036854775807\n` +
      `whenCreated: 20240108080000.0Z\nmemberOf: CN=Interfaces,OU=Groups,DC=lakeside,DC=example\nobjectGUID:: c3Rq8yW6T0mXx1kq3vV0GQ==\n`,
    separator: '\n',
    tail: '\n',
  },
  {
    importer: 'hr-leavers',
    format: 'csv',
    head: 'Employee Number,Employee Name,Work Email,Position Title,Department Name,Hire Date,Last Day of Work,Separation Type,Location\n',
    row: (n) => `E${n},"North, Ada",user${n}@lakeside.example,Analyst,Radiology,2020-02-01,2026-06-12,Voluntary,Duluth`,
    separator: '\n',
    tail: '\n',
  },
  {
    importer: 'lms-completions',
    format: 'csv',
    head: 'Employee ID,First Name,Last Name,Email Address,Course Name,Course Code,Completion Status,Assigned Date,Due Date,Completed Date,Score\n',
    row: (n) =>
      `E${n},Ada,North,user${n}@lakeside.example,Privacy and security basics,SEC-101,Completed,2026-05-01,2026-06-01,2026-05-20,95%`,
    separator: '\n',
    tail: '\n',
  },
  {
    importer: 'google-workspace-users-csv',
    format: 'csv',
    head: 'First Name [Required],Last Name [Required],Email Address [Required],Password [Required],Org Unit Path [Required],Employee ID,Status [READ ONLY],Last Sign In [READ ONLY],2sv Enrolled [READ ONLY],2sv Enforced [READ ONLY]\n',
    row: (n) => `Ada,North,user${n}@lakeside.example,****,/Staff,E${n},Active,2026/06/01 09:14:05,True,False`,
    separator: '\n',
    tail: '\n',
  },
  {
    importer: 'jira-csv',
    format: 'csv',
    head: 'Summary,Issue key,Issue id,Issue Type,Status,Project key,Priority,Resolution,Assignee,Reporter,Created,Resolved,Labels,Labels,Labels,Components,Status Category,Custom field (Change type),Description\n',
    row: (n) =>
      `Update the interface engine,CHG-${n},${n},Change,Done,CHG,High,Done,cleo,ada,01/Jun/26 9:10 AM,02/Jun/26 10:00 PM,engine,production,,Interfaces,Done,Normal,"${words}\n${words}"`,
    separator: '\n',
    tail: '\n',
  },
  {
    importer: 'servicenow-changes',
    format: 'csv',
    head: '"number","short_description","type","state","risk","approval","requested_by","assigned_to","start_date","work_end","close_code","close_notes","cmdb_ci","backout_plan"\n',
    row: (n) =>
      `"CHG${n}","Update the interface engine","Normal","Closed","Moderate","Approved","Ada North","Cleo Ruiz","2026-06-01 22:00:00","${day}","Successful","${words}","Interface engine","Restore the snapshot"`,
    separator: '\n',
    tail: '\n',
  },
  {
    importer: 'veeam-sessions-csv',
    format: 'csv',
    head: '"Id","JobName","Name","JobType","State","Result","CreationTime","EndTime","IsFullMode","DataSize","BackupSize"\n',
    row: (n) =>
      `"0a1b2c3d-0000-4000-8000-${n}","EHR nightly","EHR nightly (Incremental)","Backup","Stopped","Success","2026-06-01T22:00:05.1230000+02:00","2026-06-01T22:41:00.0000000+02:00","False","1048576","4096"`,
    separator: '\n',
    tail: '\n',
  },
  {
    importer: 'veeam-sessions-json',
    format: 'json',
    head: '[\n',
    row: (n) =>
      JSON.stringify({
        Id: `0a1b2c3d-0000-4000-8000-${n}`,
        JobName: 'EHR nightly',
        Name: 'EHR nightly (Incremental)',
        JobType: 'Backup',
        State: 'Stopped',
        Result: 'Success',
        CreationTime: '/Date(1780344005123)/',
        EndTime: '/Date(1780346460000)/',
        IsFullMode: false,
        BackupStats: { BackupSize: 4096, DataSize: 1_048_576, DedupRatio: 1, CompressRatio: 2 },
      }),
    separator: ',\n',
    tail: ']',
  },
  {
    importer: 'mirth-statistics-json',
    format: 'json',
    head: '{"list":{"channelStatistics":[\n',
    row: (n) =>
      JSON.stringify({
        serverId: 'engine',
        channelId: `channel-${n}`,
        received: n,
        sent: n,
        error: 0,
        filtered: 3,
        queued: 0,
      }),
    separator: ',\n',
    tail: ']}}',
  },
  {
    importer: 'mirth-statistics-xml',
    format: 'xml',
    head: '<list>\n',
    row: (n) =>
      `<channelStatistics>\n<serverId>engine</serverId>\n<channelId>channel-${n}</channelId>\n<received>${n}</received>\n<sent>${n}</sent>\n` +
      `<error>0</error>\n<filtered>3</filtered>\n<queued>0</queued>\n</channelStatistics>`,
    separator: '\n',
    tail: '\n</list>',
  },
]
