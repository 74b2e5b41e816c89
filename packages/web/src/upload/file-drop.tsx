import { Button, FileButton } from '@mantine/core'
import { IconFileUpload } from '@tabler/icons-react'
import { useState, type DragEvent, type ReactNode } from 'react'
import { formatSize } from '../time/format.ts'
import classes from './file-drop.module.css'

interface FileDropProps {
  readonly file: File | null
  readonly onFile: (file: File) => void
}

/** A place to drop a file, or to choose one with the keyboard. */
export function FileDrop({ file, onFile }: FileDropProps) {
  return (
    <DropTarget onFile={onFile}>
      <IconFileUpload size={22} stroke={1.6} aria-hidden />
      <div className={classes['text']}>
        {file === null ? (
          'Drop a file here, or choose one.'
        ) : (
          <>
            <strong className={classes['name']}>{file.name}</strong> {formatSize(file.size)}
          </>
        )}
      </div>
      <FileButton
        onChange={(chosen) => chosen !== null && onFile(chosen)}
        inputProps={{ 'aria-label': 'File', tabIndex: -1 }}
      >
        {(props) => (
          <Button variant="default" data-autofocus {...props}>
            {file === null ? 'Choose a file' : 'Choose another'}
          </Button>
        )}
      </FileButton>
    </DropTarget>
  )
}

/** An area that takes one dropped file. It shows that it would, and is not needed: there is always a button too. */
export function DropTarget({
  onFile,
  children,
}: {
  readonly onFile: (file: File) => void
  readonly children: ReactNode
}) {
  const [over, setOver] = useState(false)
  function accept(event: DragEvent): void {
    if (!event.dataTransfer.types.includes('Files')) return
    event.preventDefault()
    setOver(event.type === 'dragover')
    const file = event.type === 'drop' ? event.dataTransfer.files[0] : undefined
    if (file !== undefined) onFile(file)
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
