import { Button, Menu } from '@mantine/core'
import { IconFileExport } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useOrganization } from '../client/organization.ts'
import { Problem } from './problem.tsx'
import { saveFile } from './save-file.ts'

const formats = {
  csv: { title: 'CSV', mediaType: 'text/csv' },
  xlsx: { title: 'Excel (XLSX)', mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' },
  pdf: { title: 'PDF', mediaType: 'application/pdf' },
} as const
type ExportFormat = keyof typeof formats

interface ExportMenuProps {
  /** Asks for the file. */
  readonly read: (format: ExportFormat, organization: string) => Promise<Blob>
  /** What the file is called, without its ending. */
  readonly name: string
  /** What the file holds. */
  readonly label: string
}

/** Takes what a page shows along as a file. */
export function ExportMenu({ read, name, label }: ExportMenuProps) {
  const organization = useOrganization()
  const download = useMutation({
    mutationFn: async (format: ExportFormat) =>
      saveFile(`${organization}-${name}.${format}`, formats[format].mediaType, await read(format, organization)),
  })
  return (
    <div>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" leftSection={<IconFileExport size={15} aria-hidden />} loading={download.isPending}>
            Export
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{label}</Menu.Label>
          {(Object.keys(formats) as readonly ExportFormat[]).map((format) => (
            <Menu.Item key={format} onClick={() => download.mutate(format)}>
              {formats[format].title}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {download.error !== null && <Problem error={download.error} />}
    </div>
  )
}
