import type { S } from '../api/client'
import './notices.css'

/** A notice as it hangs in the village, and as it is printed. Its words are the village's: Chinese. */
export function NoticePaper({ text }: { text: S['NoticeText'] }) {
  return (
    <article className="paper" lang="zh-CN">
      <h2 className="paper-title">{text.title}</h2>
      {text.paragraphs.map((it, at) => (
        <p key={at}>{it}</p>
      ))}
      {text.table && (
        <table>
          <thead>
            <tr>
              {text.table.header.map(it => (
                <th key={it} scope="col">
                  {it}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {text.table.rows.map((row, at) => (
              <tr key={at}>
                {row.map((cell, place) => (
                  <td key={place}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p className="paper-sign">{text.signature}</p>
    </article>
  )
}
