//! 附件: photographs and papers that belong to a record.
//!
//! Their content lies sealed in the database, whoever the record is about: it cannot be masked, and
//! may show a face or an identity card. In the database, and not in a folder, because there it is
//! written together with its history and audit rows, is in every backup that has the record, and is
//! within reach of each program that works with one PostgreSQL. How large and how many they may be,
//! and of which kinds, stands in `access.toml`; the kind is told by the content, not by the name.
//!
//! A file that is taken away is kept, and no longer shown; adding and taking away make a version of
//! the record and a line of its history.

use chrono::{DateTime, NaiveDate, Utc};
use kernel::calendar::china_day;
use ledger::Ledger;
use serde::Serialize;
use serde_json::json;
use store::{Attachment, LedgerRecord, Tx};

use super::{
    error::LedgerError,
    media::{kind_word, media_of},
    names,
    terms::{Terms, may_act, may_keep},
    writer::{SEAL, Writer, refusal},
};
use crate::{
    access::{Access, AttachmentRules},
    home::Home,
    staff::Staff,
};

/// The longest name of a file, in characters.
const LONGEST_NAME: usize = 120;

/// The files of a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct AttachmentsView {
    /// The files, in the order they were added.
    pub attachments: Vec<AttachmentView>,
    /// Whether one may add and take away.
    pub may_attach: bool,
    /// The largest file, in MiB.
    pub largest_mib: usize,
    /// The most files of a record.
    pub most: usize,
    /// Kinds of files, by media type.
    pub media: Vec<String>,
}

/// A file of a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct AttachmentView {
    /// Its number.
    pub attachment: i64,
    /// Its name.
    pub name: String,
    /// Media type.
    pub media: String,
    /// Size.
    pub bytes: i64,
    /// Who added it.
    pub who: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// A file with its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttachedFile {
    /// Its name.
    pub name: String,
    /// Media type.
    pub media: String,
    /// The content.
    pub content: Vec<u8>,
}

/// The files of a record of the scope.
///
/// # Errors
/// [`LedgerError::NotFound`] outside the scope.
pub async fn attachments(
    home: &Home,
    staff: &Staff,
    ledger: &str,
    id: i64,
    today: NaiveDate,
) -> Result<AttachmentsView, LedgerError> {
    super::ready(home).await?;
    let terms = Terms::of(home, staff.scope.region_id, today);
    let definition = terms.seen(staff, ledger)?;
    let mut tx = home.db.read().await?;
    let record = tx.record(definition, &[], &staff.scope, id).await?;
    let record = record.ok_or(LedgerError::NotFound)?;
    let mut files = Vec::new();
    for it in tx.attachments(ledger, id).await? {
        files.push(view(&mut tx, it).await?);
    }
    let rules = rules();
    Ok(AttachmentsView {
        attachments: files,
        may_attach: may_attach(staff, definition, &record),
        largest_mib: rules.largest_mib,
        most: rules.most,
        media: rules.media.iter().cloned().collect(),
    })
}

/// Adds a file to a record. The same file sent again is there already and is not added twice.
///
/// # Errors
/// [`LedgerError::NotFound`] outside the scope, [`LedgerError::NotAllowed`], and what is wrong with
/// the file.
pub async fn attach(
    home: &Home,
    staff: &Staff,
    ledger: &str,
    id: i64,
    name: &str,
    content: &[u8],
    now: DateTime<Utc>,
) -> Result<AttachmentView, LedgerError> {
    super::ready(home).await?;
    let media = accepted(name, content)?;
    let terms = Terms::of(home, staff.scope.region_id, china_day(now));
    let definition = terms.seen(staff, ledger)?;
    let mut tx = home.db.write().await?;
    let record = kept(&mut tx, staff, definition, id).await?;
    tx.lock_records(ledger, &[id]).await?;
    let there = tx.attachments(ledger, id).await?;
    let size = i64::try_from(content.len()).unwrap_or(i64::MAX);
    for it in there.iter().filter(|it| it.name == name && it.bytes == size) {
        let kept = tx.attachment_content(ledger, id, it.id).await?;
        let kept = kept.map(|it| home.keys.open(SEAL, &it)).transpose();
        if kept.map_err(anyhow::Error::from)?.as_deref() == Some(content) {
            return view(&mut tx, it.clone()).await;
        }
    }
    let most = rules().most;
    if most <= there.len() {
        return Err(of_file(
            name,
            &format!("这条记录已有 {} 个附件，最多 {most} 个：请先移除不要的", there.len()),
            &format!("the record has {} files, at most {most}: take one away first", there.len()),
        ));
    }
    let number = tx.allocate("ledger_attachments", 1).await?;
    let file = Attachment {
        id: number,
        name: name.to_owned(),
        media: media.to_owned(),
        bytes: size,
        account: staff.actor(),
        at: now,
    };
    tx.add_attachment(ledger, id, &file, &home.keys.seal(SEAL, content)).await?;
    let detail = json!({ "fields": {}, "file": name });
    let mut writer = Writer { tx: &mut tx, terms: &terms, actor: staff.actor(), now };
    writer.note_beside(definition, &record, "attach", &detail).await?;
    audit(&mut tx, staff, "ledger.attach", ledger, id, number, None, now).await?;
    let added = view(&mut tx, file).await?;
    tx.commit().await?;
    Ok(added)
}

/// A file of a record, in full; that it was read is kept in the audit.
///
/// # Errors
/// [`LedgerError::NotFound`] outside the scope, and of a file that was taken away.
pub async fn attached(
    home: &Home,
    staff: &Staff,
    ledger: &str,
    id: i64,
    attachment: i64,
    now: DateTime<Utc>,
) -> Result<AttachedFile, LedgerError> {
    super::ready(home).await?;
    let terms = Terms::of(home, staff.scope.region_id, china_day(now));
    let definition = terms.seen(staff, ledger)?;
    let mut tx = home.db.write().await?;
    tx.record(definition, &[], &staff.scope, id).await?.ok_or(LedgerError::NotFound)?;
    let there = tx.attachments(ledger, id).await?;
    let it = there.into_iter().find(|it| it.id == attachment).ok_or(LedgerError::NotFound)?;
    let sealed = tx.attachment_content(ledger, id, attachment).await?;
    let sealed = sealed.ok_or(LedgerError::NotFound)?;
    let content = home.keys.open(SEAL, &sealed).map_err(anyhow::Error::from)?;
    audit(&mut tx, staff, "ledger.read_attachment", ledger, id, attachment, None, now).await?;
    tx.commit().await?;
    Ok(AttachedFile { name: it.name, media: it.media, content })
}

/// Takes a file away from a record, for a reason that its history keeps.
///
/// # Errors
/// [`LedgerError::NotFound`] outside the scope, [`LedgerError::NotAllowed`],
/// [`LedgerError::NoReason`].
pub async fn detach(
    home: &Home,
    staff: &Staff,
    ledger: &str,
    id: i64,
    attachment: i64,
    reason: &str,
    now: DateTime<Utc>,
) -> Result<(), LedgerError> {
    super::ready(home).await?;
    let terms = Terms::of(home, staff.scope.region_id, china_day(now));
    let definition = terms.seen(staff, ledger)?;
    let mut tx = home.db.write().await?;
    let record = kept(&mut tx, staff, definition, id).await?;
    let reason = Some(reason.trim()).filter(|it| !it.is_empty()).ok_or(LedgerError::NoReason)?;
    let there = tx.attachments(ledger, id).await?;
    let it = there.into_iter().find(|it| it.id == attachment).ok_or(LedgerError::NotFound)?;
    tx.remove_attachment(ledger, id, attachment).await?;
    let detail = json!({ "fields": {}, "file": it.name, "reason": reason });
    let mut writer = Writer { tx: &mut tx, terms: &terms, actor: staff.actor(), now };
    writer.note_beside(definition, &record, "detach", &detail).await?;
    audit(&mut tx, staff, "ledger.detach", ledger, id, attachment, Some(reason), now).await?;
    tx.commit().await?;
    Ok(())
}

fn rules() -> &'static AttachmentRules {
    &Access::get().attachments
}

/// A record of the scope with every field, to which somebody may add files.
async fn kept(
    tx: &mut Tx,
    staff: &Staff,
    ledger: &Ledger,
    id: i64,
) -> Result<LedgerRecord, LedgerError> {
    let names: Vec<&str> = ledger.fields.iter().map(|it| it.name.as_str()).collect();
    let record = tx.record(ledger, &names, &staff.scope, id).await?;
    let record = record.ok_or(LedgerError::NotFound)?;
    match may_attach(staff, ledger, &record) {
        true => Ok(record),
        false => Err(LedgerError::NotAllowed { what: format!("{}的附件", ledger.words.zh) }),
    }
}

/// Those who keep the ledger, and those who have a step to take with the record as it stands.
fn may_attach(staff: &Staff, ledger: &Ledger, record: &LedgerRecord) -> bool {
    let has_a_step = || ledger.actions_from(&record.state).any(|it| may_act(staff, ledger, it));
    !record.voided && staff.viewed_by.is_none() && (may_keep(staff, ledger) || has_a_step())
}

async fn view(tx: &mut Tx, it: Attachment) -> Result<AttachmentView, LedgerError> {
    Ok(AttachmentView {
        attachment: it.id,
        who: names::actor(tx, &it.account).await?,
        name: it.name,
        media: it.media,
        bytes: it.bytes,
        at: it.at,
    })
}

#[expect(clippy::too_many_arguments, reason = "one audit row, spelled out once")]
async fn audit(
    tx: &mut Tx,
    staff: &Staff,
    action: &str,
    ledger: &str,
    id: i64,
    attachment: i64,
    reason: Option<&str>,
    now: DateTime<Utc>,
) -> Result<(), LedgerError> {
    let subject = format!("{ledger} {id}");
    let detail = json!({ "attachment": attachment, "reason": reason });
    tx.append_audit(now, &staff.actor(), action, &subject, &detail).await?;
    Ok(())
}

/// The kind of a file that may be added.
fn accepted(name: &str, content: &[u8]) -> Result<&'static str, LedgerError> {
    let is_plain = !name.trim().is_empty()
        && name.chars().count() <= LONGEST_NAME
        && !name.contains(['/', '\\'])
        && !name.chars().any(char::is_control);
    if !is_plain {
        return Err(of_file(
            "附件",
            &format!("文件名不能用：请写普通文件名，不带文件夹，最多 {LONGEST_NAME} 个字"),
            &format!("write a plain file name of at most {LONGEST_NAME} characters"),
        ));
    }
    let AttachmentRules { largest_mib, media, .. } = rules();
    if content.is_empty() {
        return Err(of_file(name, "文件是空的（0 字节）：请重新选择", "the file is empty"));
    }
    if largest_mib << 20 < content.len() {
        return Err(too_large(name));
    }
    media_of(content).filter(|it| media.contains(*it)).ok_or_else(|| {
        let kinds: Vec<&str> = media.iter().map(|it| kind_word(it)).collect();
        of_file(
            name,
            &format!("不能附这种文件：请换成 {}", kinds.join("、")),
            &format!("not a kind of file that can be added: use {}", kinds.join(", ")),
        )
    })
}

/// What is said of a file that is larger than what may be added.
#[must_use]
pub fn too_large(name: &str) -> LedgerError {
    let most = rules().largest_mib;
    of_file(
        name,
        &format!("文件太大，一个附件最大 {most} MB：照片请缩小，文件请拆开"),
        &format!("larger than {most} MB: make it smaller, or split it"),
    )
}

/// The most bytes of a file that may be added.
#[must_use]
pub fn largest_attachment() -> usize {
    rules().largest_mib << 20
}

fn of_file(name: &str, zh: &str, en: &str) -> LedgerError {
    LedgerError::Refused(vec![refusal(
        "file",
        None,
        &format!("{name}：{zh}"),
        &format!("{name}: {en}"),
    )])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_it_contains_and_not_what_it_is_called() {
        assert_eq!(accepted("a.exe", b"\xFF\xD8\xFF\xE0 jpeg").ok(), Some("image/jpeg"));
        assert_eq!(accepted("a.pdf", b"%PDF-1.7 ...").ok(), Some("application/pdf"));
        for (name, content) in [
            ("a.jpg", b"MZ program".as_slice()),
            ("a.html", b"<script>".as_slice()),
            ("a.zip", b"PK\x03\x04 something".as_slice()),
            ("a.jpg", b"".as_slice()),
            ("../a.jpg", b"\xFF\xD8\xFF".as_slice()),
        ] {
            assert!(accepted(name, content).is_err(), "{name}");
        }
        let large = [b"%PDF-".as_slice(), &vec![b' '; largest_attachment()]].concat();
        assert!(accepted("a.pdf", &large).is_err());
    }
}
