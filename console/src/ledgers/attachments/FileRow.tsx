import { App, Button } from 'antd'
import { download, type S } from '../../api/client'
import { size } from '../../imports/figures'
import { chinaTime } from '../../parts/time'
import { useMay } from '../../session/session'
import { useText } from '../../text/text'
import { kindOf } from './kinds'
import { text } from './text'

interface FileRowProps {
  file: S['AttachmentView']
  /** Where its content is. */
  address: string
  onRemove?: () => void
}

/** A file of a record: what it is, who added it, and the way to it. */
export function FileRow({ file, address, onRemove }: FileRowProps) {
  const own = useText(text)
  const may = useMay()
  const { message } = App.useApp()
  const open = async () => {
    const problem = await download(address)
    if (problem) message.error(problem.detail)
  }
  return (
    <li>
      <span className="record-file-name">{file.name}</span>
      <span className="quiet number">
        {kindOf(file.media)} {size(file.bytes)}
      </span>
      <span className="quiet number">{own.by(file.who, chinaTime(file.at))}</span>
      {may('show_attachment') && (
        <Button type="link" aria-label={own.openOf(file.name)} onClick={() => void open()}>
          {own.open}
        </Button>
      )}
      {onRemove && (
        <Button type="link" danger aria-label={own.removeOf(file.name)} onClick={onRemove}>
          {own.remove}
        </Button>
      )}
    </li>
  )
}
