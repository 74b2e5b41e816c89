import { Button, FileButton } from '@mantine/core'
import { IconFileUpload } from '@tabler/icons-react'
import { useState, type DragEvent, type ReactNode } from 'react'
import { formatSize } from '../time/format.ts'
import classes from './file-drop.module.css'

interface FileDropProps {
  readonly files: readonly File[]
  /** One file for a correction, otherwise as many as somebody likes. */
  readonly many: boolean
  readonly onFiles: (files: readonly File[]) => void
}

/** A place to drop files, or to choose them with the keyboard. */
export function FileDrop({ files, many, onFiles }: FileDropProps) {
  const [first] = files
  return (
    <DropTarget onFiles={(dropped) => onFiles(many ? dropped : dropped.slice(0, 1))}>
      <IconFileUpload size={22} stroke={1.6} aria-hidden />
      <div className={classes['text']}>
        {first === undefined
          ? many
            ? 'Drop files here, or choose them.'
            : 'Drop a file here, or choose one.'
          : files.map((file) => (
              <div key={`${file.name} ${file.size} ${file.lastModified}`}>
                <strong className={classes['name']}>{file.name}</strong> {formatSize(file.size)}
              </div>
            ))}
      </div>
      <FileButton
        multiple
        onChange={(chosen) => chosen.length > 0 && onFiles(many ? chosen : chosen.slice(0, 1))}
        inputProps={{ 'aria-label': 'File', tabIndex: -1 }}
      >
        {(props) => (
          <Button variant="default" data-autofocus {...props}>
            {first === undefined ? 'Choose a file' : 'Choose another'}
          </Button>
        )}
      </FileButton>
    </DropTarget>
  )
}

/** An area that takes dropped files. It shows that it would, and is not needed: there is always a button too. */
export function DropTarget({
  onFiles,
  children,
}: {
  readonly onFiles: (files: readonly File[]) => void
  readonly children: ReactNode
}) {
  const [over, setOver] = useState(false)
  function accept(event: DragEvent): void {
    if (!event.dataTransfer.types.includes('Files')) return
    event.preventDefault()
    setOver(event.type === 'dragover')
    const files = event.type === 'drop' ? [...event.dataTransfer.files] : []
    if (files.length > 0) onFiles(files)
  }
  return (
    <div
      className={classes['drop']}
      data-over={over || undefined}
      onDragOver={accept}
      onDragLeave={() => setOver(false)}
      onDrop={accept}
    >
      {children}
    </div>
  )
}
