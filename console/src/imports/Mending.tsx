import { DownloadOutlined } from '@ant-design/icons'
import { App, Button } from 'antd'
import { download } from '../api/client'
import { useMay } from '../session/session'
import { useText } from '../text/text'
import { text } from './text'

/** How quarantined rows of a batch are mended and sent again, with the workbook to do it in. */
export function Mending({ batch }: { batch: number }) {
  const own = useText(text)
  const may = useMay()
  const { message } = App.useApp()
  if (!may('export_import_quarantine')) return null
  const get = async () => {
    const problem = await download(`/api/v1/imports/${batch}/quarantine`)
    if (problem) message.error(problem.detail)
  }
  return (
    <section>
      <h2 className="section">{own.mendTitle}</h2>
      <ol className="mend-steps">
        {own.mendSteps.map(it => (
          <li key={it}>{it}</li>
        ))}
      </ol>
      <Button icon={<DownloadOutlined />} onClick={() => void get()}>
        {own.downloadMend}
      </Button>
    </section>
  )
}
