//! Headings, paragraphs and tables, as Markdown and as HTML.

/// A piece of a page.
pub(super) enum Block {
    /// A heading of the second or third rank.
    Heading(u8, String),
    Paragraph(String),
    Table {
        head: &'static [&'static str],
        rows: Vec<Vec<String>>,
    },
}

const GENERATED: &str = "由政策包生成（shouwang policy pages），不要手改；改了政策包再生成一次。";

const STYLE: &str = "body{font-family:sans-serif;max-width:75rem;margin:2rem auto;padding:0 1rem;\
                     line-height:1.6;color:#222}table{border-collapse:collapse;width:100%;\
                     margin:0 0 1.5rem}th,td{border:1px solid #bbb;padding:.3rem .5rem;\
                     text-align:left;vertical-align:top}th{background:#f2f2f2}\
                     code{font-family:monospace}";

pub(super) fn markdown(title: &str, blocks: &[Block]) -> String {
    let mut page = format!("# {}\n\n{GENERATED}\n", plain(title));
    for block in blocks {
        page.push('\n');
        match block {
            Block::Heading(rank, text) => {
                page.push_str(&"#".repeat(usize::from(*rank)));
                page.push_str(&format!(" {}\n", plain(text)));
            }
            Block::Paragraph(text) => page.push_str(&format!("{}\n", plain(text))),
            Block::Table { head, rows } => {
                page.push_str(&format!("| {} |\n|", head.join(" | ")));
                page.push_str(&"---|".repeat(head.len()));
                page.push('\n');
                for row in rows {
                    let cells: Vec<String> = row.iter().map(|it| plain(it)).collect();
                    page.push_str(&format!("| {} |\n", cells.join(" | ")));
                }
            }
        }
    }
    page
}

pub(super) fn html(title: &str, blocks: &[Block]) -> String {
    let title = escaped(title);
    let mut page = format!(
        "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n\
         <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n\
         <p>{GENERATED}</p>\n"
    );
    for block in blocks {
        match block {
            Block::Heading(rank, text) => {
                page.push_str(&format!("<h{rank}>{}</h{rank}>\n", escaped(text)));
            }
            Block::Paragraph(text) => page.push_str(&format!("<p>{}</p>\n", escaped(text))),
            Block::Table { head, rows } => {
                page.push_str("<table>\n<tr>");
                head.iter().for_each(|it| page.push_str(&format!("<th>{}</th>", escaped(it))));
                page.push_str("</tr>\n");
                for row in rows {
                    page.push_str("<tr>");
                    row.iter().for_each(|it| page.push_str(&format!("<td>{}</td>", escaped(it))));
                    page.push_str("</tr>\n");
                }
                page.push_str("</table>\n");
            }
        }
    }
    page.push_str("</body>\n</html>\n");
    page
}

/// One line in which nothing is markup: what a pack says cannot open a table cell, a tag or a link.
fn plain(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\n' | '\r' => line.push(' '),
            '<' => line.push_str("&lt;"),
            '>' => line.push_str("&gt;"),
            '&' => line.push_str("&amp;"),
            '|' | '[' | ']' | '*' | '`' | '_' | '\\' => {
                line.push('\\');
                line.push(letter);
            }
            _ => line.push(letter),
        }
    }
    line
}

fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            _ => safe.push(letter),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_pack_says_is_never_markup() {
        let row = vec!["<script>|a</script>".to_owned(), "[x](y) & \"z\"".to_owned()];
        let blocks = [Block::Table { head: &["甲", "乙"], rows: vec![row] }];
        let page = markdown("a_b", &blocks);
        assert!(page.contains("| &lt;script&gt;\\|a&lt;/script&gt; | \\[x\\](y) &amp; \"z\" |"));
        assert!(page.starts_with("# a\\_b\n"));
        let page = html("<b>", &blocks);
        assert!(page.contains("<td>&lt;script&gt;|a&lt;/script&gt;</td>"));
        assert!(page.contains("<td>[x](y) &amp; &quot;z&quot;</td>") && !page.contains("<b>"));
    }
}
