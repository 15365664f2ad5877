import { FolderOpenOutlined, InboxOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Space } from 'antd'
import { useRef, useState, type DragEvent } from 'react'
import { useText } from '../text/text'
import { isLeftBehind, type Chosen } from './names'
import { text } from './text'

interface DropZoneProps {
  /** What belongs here, in a sentence. */
  hint: string
  disabled?: boolean
  /** One file, and no folder. */
  isSingle?: boolean
  onFiles: (files: Chosen[]) => void
}

/** Takes files or whole folders: dropped, or chosen with one of two buttons. */
export function DropZone({ hint, disabled = false, isSingle = false, onFiles }: DropZoneProps) {
  const own = useText(text)
  const [isOver, setOver] = useState(false)
  const files = useRef<HTMLInputElement>(null)
  const folder = useRef<HTMLInputElement>(null)
  const take = (chosen: Chosen[]) => {
    const kept = chosen.filter(it => !isLeftBehind(it.path))
    if (kept.length > 0) onFiles(kept)
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    if (!disabled) void dropped(event.dataTransfer).then(take)
  }
  const pick = (input: HTMLInputElement) => {
    take([...(input.files ?? [])].map(file => ({ file, path: file.webkitRelativePath || file.name })))
    input.value = ''
  }
  return (
    <div
      className={isOver ? 'drop drop-over' : 'drop'}
      onDragOver={event => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <InboxOutlined className="drop-icon" aria-hidden />
      <p className="drop-title">{isSingle ? own.dropOneHere : own.dropHere}</p>
      <p className="quiet drop-hint">{hint}</p>
      <Space>
        <Button icon={<PlusOutlined />} disabled={disabled} onClick={() => files.current?.click()}>
          {isSingle ? own.chooseFile : own.chooseFiles}
        </Button>
        {!isSingle && (
          <Button icon={<FolderOpenOutlined />} disabled={disabled} onClick={() => folder.current?.click()}>
            {own.chooseFolder}
          </Button>
        )}
      </Space>
      <input ref={files} type="file" multiple={!isSingle} hidden onChange={event => pick(event.currentTarget)} />
      <input
        ref={it => {
          folder.current = it
          it?.setAttribute('webkitdirectory', '')
        }}
        type="file"
        hidden
        onChange={event => pick(event.currentTarget)}
      />
    </div>
  )
}

/** The files of a drop, those of dropped folders among them. */
async function dropped(data: DataTransfer): Promise<Chosen[]> {
  // What was dropped can be asked for only now; folders are read afterwards.
  const items = [...data.items].filter(it => it.kind === 'file')
  const found = await Promise.all(items.map(it => told(it.webkitGetAsEntry(), it.getAsFile())))
  return found.flat()
}

/** A dropped thing as a folder or file with a path; some sources give only the file. */
async function told(entry: FileSystemEntry | null, file: File | null): Promise<Chosen[]> {
  if (entry) return filesOf(entry)
  return file ? [{ file, path: file.name }] : []
}

async function filesOf(entry: FileSystemEntry): Promise<Chosen[]> {
  if (entry.isFile) {
    const file = await new Promise<File>((done, failed) => (entry as FileSystemFileEntry).file(done, failed))
    return [{ file, path: entry.fullPath.replace(/^\//, '') }]
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader()
  const inside: FileSystemEntry[] = []
  for (;;) {
    // A folder is told in parts; an empty part is the end.
    const part = await new Promise<FileSystemEntry[]>((done, failed) => reader.readEntries(done, failed))
    if (part.length === 0) break
    inside.push(...part)
  }
  const found = await Promise.all(inside.map(filesOf))
  return found.flat()
}
