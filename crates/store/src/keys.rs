//! 密钥. Sealing of personal fields (SM4-GCM) and blind indexes (HMAC-SM3), with keys from a file
//! outside the database.

use std::{
    collections::BTreeMap,
    fmt, fs,
    io::{ErrorKind, Write as _},
    path::Path,
};

use aes_gcm::{
    AesGcm,
    aead::{Aead as _, KeyInit as _, Payload, consts::U12},
};
use anyhow::{Context as _, bail, ensure};
use hmac::{Hmac, Mac as _};
use kernel::resident_id::ResidentId;
use serde::{Deserialize, Serialize};
use sm3::Sm3;
use sm4::Sm4;

type Sm4Gcm = AesGcm<Sm4, U12>;
type HmacSm3 = Hmac<Sm3>;

const NONCE: usize = 12;

/// The keys of one installation. Sealed values say which version of the key sealed them: old
/// versions stay readable, the newest seals. The key of the blind indexes has no versions, since
/// with another one nobody would be found.
#[derive(Clone)]
pub struct Keys {
    newest: u8,
    seals: BTreeMap<u8, Sm4Gcm>,
    index: HmacSm3,
}

/// Why a sealed value cannot be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// Too short to have been sealed.
    #[error("密文不完整")]
    TooShort,
    /// Sealed with a version of the key that the file does not have.
    #[error("密钥文件中没有第{0}版密钥：请放回含有该版本的密钥文件")]
    NoSuchVersion(u8),
    /// Altered, sealed for another purpose, or sealed by another installation.
    #[error("密文被改动过，或不是用本密钥、本用途封存的")]
    Refused,
}

/// What stands in the key file; every key in hexadecimal.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeyFile {
    version: u8,
    index_key: String,
    seal_keys: BTreeMap<String, String>,
}

impl Keys {
    /// Reads a key file, or makes a new one that only its owner may read. A file that others may
    /// read is refused.
    pub fn open_or_create(path: &Path) -> anyhow::Result<Keys> {
        if !path.exists() {
            create(path).with_context(|| format!("写不了密钥文件 {}", path.display()))?;
        }
        refuse_if_others_may_read(path)?;
        let text = fs::read_to_string(path)
            .with_context(|| format!("读不了密钥文件 {}", path.display()))?;
        Keys::parse(&text)
            .with_context(|| format!("密钥文件 {} 有误：请从备份恢复", path.display()))
    }

    /// Reads the text of a key file.
    pub fn parse(text: &str) -> anyhow::Result<Keys> {
        // The parser's own message would quote the line, and with it a key.
        let Ok(file) = toml::from_str::<KeyFile>(text) else {
            bail!("应有 version、index_key 和 seal_keys，且没有别的");
        };
        let mut seals = BTreeMap::new();
        for (version, key) in &file.seal_keys {
            let version: u8 = version.parse().context("seal_keys 的版本号应为 0 到 255")?;
            let key = bytes_of(key).with_context(|| format!("seal_keys 第{version}版"))?;
            let cipher = Sm4Gcm::new_from_slice(&key)
                .map_err(|_| anyhow::anyhow!("seal_keys 第{version}版应为32位十六进制"))?;
            seals.insert(version, cipher);
        }
        ensure!(
            seals.contains_key(&file.version),
            "version 为{}，但 seal_keys 中没有这一版",
            file.version
        );
        let index = bytes_of(&file.index_key).context("index_key")?;
        ensure!(index.len() == 32, "index_key 应为64位十六进制");
        Ok(Keys { newest: file.version, seals, index: hmac(&index) })
    }

    /// Fixed keys, for tests and invented data only.
    pub fn for_tests() -> Keys {
        let seal = Sm4Gcm::new(&[7; 16].into());
        Keys { newest: 1, seals: BTreeMap::from([(1, seal)]), index: hmac(&[7; 32]) }
    }

    /// What a resident's number is found by: the first 16 bytes of the HMAC-SM3 of its 18
    /// characters.
    pub fn blind_index(&self, id: &ResidentId) -> [u8; 16] {
        self.code(&[id.reveal().as_bytes()])
    }

    /// What a phone number is found by. The caller cleans it first: equal digits, equal index.
    pub fn blind_phone(&self, phone: &str) -> i64 {
        i64::from_be_bytes(self.code(&[b"phone:", phone.as_bytes()]))
    }

    /// What somebody's identity at a provider is found by: the first 16 bytes of an HMAC-SM3. Two
    /// providers may call different people by the same subject, so the issuer belongs to it.
    pub fn blind_identity(&self, issuer: &str, subject: &str) -> [u8; 16] {
        self.code(&[b"identity:", issuer.as_bytes(), b"\0", subject.as_bytes()])
    }

    /// Seals a value for a purpose, such as `id_number`: version, nonce, ciphertext and tag; 29
    /// bytes longer than the value. Equal values look different each time.
    pub fn seal(&self, purpose: &str, plain: &[u8]) -> Vec<u8> {
        let mut nonce = [0; NONCE];
        getrandom::fill(&mut nonce).expect("the operating system gives random bytes");
        let message = Payload { msg: plain, aad: purpose.as_bytes() };
        let ciphertext = self.seals[&self.newest]
            .encrypt(&nonce.into(), message)
            .expect("a field is shorter than 64 GiB");
        let mut sealed = Vec::with_capacity(1 + NONCE + ciphertext.len());
        sealed.push(self.newest);
        sealed.extend(nonce);
        sealed.extend(ciphertext);
        sealed
    }

    /// Opens what was sealed for the same purpose.
    pub fn open(&self, purpose: &str, sealed: &[u8]) -> Result<Vec<u8>, OpenError> {
        let Some((&version, rest)) = sealed.split_first() else {
            return Err(OpenError::TooShort);
        };
        let Some((nonce, ciphertext)) = rest.split_first_chunk::<NONCE>() else {
            return Err(OpenError::TooShort);
        };
        let cipher = self.seals.get(&version).ok_or(OpenError::NoSuchVersion(version))?;
        let message = Payload { msg: ciphertext, aad: purpose.as_bytes() };
        cipher.decrypt(&(*nonce).into(), message).map_err(|_| OpenError::Refused)
    }

    /// What a database recognises this file by; says nothing about the keys.
    pub(crate) fn mark(&self) -> [u8; 16] {
        self.code(&[b"mark"])
    }

    /// The first bytes of the HMAC-SM3 of the parts, one after the other.
    fn code<const N: usize>(&self, parts: &[&[u8]]) -> [u8; N] {
        let mut mac = self.index.clone();
        for part in parts {
            mac.update(part);
        }
        let code = mac.finalize().into_bytes();
        std::array::from_fn(|at| code[at])
    }
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keys").field("newest", &self.newest).finish_non_exhaustive()
    }
}

fn hmac(key: &[u8]) -> HmacSm3 {
    HmacSm3::new_from_slice(key).expect("HMAC takes a key of any length")
}

/// Writes a new key file in one step, so that nobody ever reads half of one. When another process
/// was first, its file stands.
fn create(path: &Path) -> anyhow::Result<()> {
    let mut seal = [0; 16];
    let mut index = [0; 32];
    getrandom::fill(&mut seal)?;
    getrandom::fill(&mut index)?;
    let file = KeyFile {
        version: 1,
        index_key: hex(&index),
        seal_keys: BTreeMap::from([("1".to_owned(), hex(&seal))]),
    };
    let text = format!(
        "# 守望的密钥。丢失后，库中的证件号和电话无法恢复；请与数据库分开备份，不要发给任何人。\n\
         # 换封存密钥：在 seal_keys 下加一行新版本，把 version 改成它；旧版本不要删除。\n\
         # index_key 不能换：换了就认不出已登记的人。\n\n{}",
        toml::to_string(&file)?
    );

    let folder = path.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // A temporary file is readable by its owner alone, and so is what becomes of it.
    let mut new = tempfile::NamedTempFile::new_in(folder)?;
    new.write_all(text.as_bytes())?;
    new.as_file().sync_all()?;
    match new.persist_noclobber(path) {
        Err(failure) if failure.error.kind() != ErrorKind::AlreadyExists => Err(failure.error)?,
        _ => Ok(()),
    }
}

/// Refuses a file with keys in it that others than its owner may read.
///
/// # Errors
/// When they may, or the file cannot be looked at.
#[cfg(unix)]
pub fn refuse_if_others_may_read(path: &Path) -> anyhow::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;

    let mode = fs::metadata(path)
        .with_context(|| format!("读不了密钥文件 {}", path.display()))?
        .permissions()
        .mode();
    ensure!(mode & 0o077 == 0, "密钥文件 {0} 别人也能读：请先执行 chmod 600 {0}", path.display());
    Ok(())
}

/// Elsewhere than on Unix nothing is said of who may read a file.
///
/// # Errors
/// None.
#[cfg(not(unix))]
pub fn refuse_if_others_may_read(_path: &Path) -> anyhow::Result<()> {
    Ok(())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|it| format!("{it:02x}")).collect()
}

fn bytes_of(hex: &str) -> anyhow::Result<Vec<u8>> {
    ensure!(
        hex.len().is_multiple_of(2) && hex.bytes().all(|it| it.is_ascii_hexdigit()),
        "应为十六进制"
    );
    Ok((0..hex.len() / 2)
        .map(|at| u8::from_str_radix(&hex[2 * at..2 * at + 2], 16))
        .collect::<Result<_, _>>()?)
}

#[cfg(test)]
mod tests {
    use sm3::Digest as _;

    use super::*;

    /// GB/T 32905-2016, example 1.
    #[test]
    fn sm3_of_abc() {
        assert_eq!(
            hex(&Sm3::digest(b"abc")),
            "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
        );
    }

    /// RFC 8998, appendix A.1.
    #[test]
    fn sm4_gcm_of_rfc_8998() {
        let key = bytes_of("0123456789abcdeffedcba9876543210").unwrap();
        let nonce: [u8; 12] = bytes_of("00001234567800000000abcd").unwrap().try_into().unwrap();
        let aad = bytes_of("feedfacedeadbeeffeedfacedeadbeefabaddad2").unwrap();
        let plain = bytes_of(
            "aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccdddddddddddddddd\
             eeeeeeeeeeeeeeeeffffffffffffffffeeeeeeeeeeeeeeeeaaaaaaaaaaaaaaaa",
        )
        .unwrap();
        let sealed = Sm4Gcm::new_from_slice(&key)
            .unwrap()
            .encrypt(&nonce.into(), Payload { msg: &plain, aad: &aad })
            .unwrap();
        assert_eq!(
            hex(&sealed),
            "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735\
             d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d\
             83de3541e4c2b58177e065a9bf7b62ec"
        );
    }

    fn invented_id() -> ResidentId {
        ResidentId::with_check_digit("99012319900101001").unwrap()
    }

    #[test]
    fn a_sealed_value_opens_for_its_own_purpose_only() {
        let keys = Keys::for_tests();
        let sealed = keys.seal("phone", b"13800000000");
        assert_eq!(sealed.len(), 11 + 29);
        assert_ne!(sealed, keys.seal("phone", b"13800000000"));
        assert_eq!(keys.open("phone", &sealed).unwrap(), b"13800000000");
        assert_eq!(keys.open("id_number", &sealed), Err(OpenError::Refused));
        let mut altered = sealed.clone();
        *altered.last_mut().unwrap() ^= 1;
        assert_eq!(keys.open("phone", &altered), Err(OpenError::Refused));
        assert_eq!(keys.open("phone", &sealed[..9]), Err(OpenError::TooShort));
        assert_eq!(keys.open("phone", &[]), Err(OpenError::TooShort));
    }

    #[test]
    fn old_versions_stay_readable_and_the_newest_seals() {
        let index = "11".repeat(32);
        let (one, two) = ("22".repeat(16), "33".repeat(16));
        let before = format!("version = 1\nindex_key = '{index}'\n[seal_keys]\n1 = '{one}'\n");
        let after =
            format!("version = 2\nindex_key = '{index}'\n[seal_keys]\n1 = '{one}'\n2 = '{two}'\n");
        let (before, after) = (Keys::parse(&before).unwrap(), Keys::parse(&after).unwrap());

        let old = before.seal("id_number", b"old");
        let new = after.seal("id_number", b"new");
        assert_eq!((old[0], new[0]), (1, 2));
        assert_eq!(after.open("id_number", &old).unwrap(), b"old");
        assert_eq!(before.open("id_number", &new), Err(OpenError::NoSuchVersion(2)));
        assert_eq!(before.blind_index(&invented_id()), after.blind_index(&invented_id()));
    }

    #[test]
    fn indexes_differ_by_value_and_by_key() {
        let keys = Keys::for_tests();
        let other = ResidentId::with_check_digit("99012319900101002").unwrap();
        assert_eq!(keys.blind_index(&invented_id()), keys.blind_index(&invented_id()));
        assert_ne!(keys.blind_index(&invented_id()), keys.blind_index(&other));
        assert_ne!(keys.blind_phone("13800000000"), keys.blind_phone("13800000001"));
        let identity = keys.blind_identity("https://sso.example", "10001");
        assert_eq!(identity, keys.blind_identity("https://sso.example", "10001"));
        assert_ne!(identity, keys.blind_identity("https://sso.example", "10002"));
        assert_ne!(identity, keys.blind_identity("https://other.example", "10001"));

        let folder = tempfile::tempdir().unwrap();
        let own = Keys::open_or_create(&folder.path().join("keys.toml")).unwrap();
        assert_ne!(own.blind_index(&invented_id()), keys.blind_index(&invented_id()));
    }

    #[test]
    fn a_key_file_is_made_once_and_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys.toml");
        let sealed = Keys::open_or_create(&path).unwrap().seal("phone", b"1");
        assert_eq!(Keys::open_or_create(&path).unwrap().open("phone", &sealed).unwrap(), b"1");
        create(&path).unwrap();
        assert_eq!(Keys::open_or_create(&path).unwrap().open("phone", &sealed).unwrap(), b"1");
    }

    #[cfg(unix)]
    #[test]
    fn a_key_file_is_for_its_owner_alone() {
        use std::os::unix::fs::PermissionsExt as _;

        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys.toml");
        Keys::open_or_create(&path).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        assert!(Keys::open_or_create(&path).unwrap_err().to_string().contains("chmod 600"));
    }

    #[test]
    fn neither_debug_nor_a_broken_file_shows_a_key() {
        assert_eq!(format!("{:?}", Keys::for_tests()), "Keys { newest: 1, .. }");
        let secret = "44".repeat(16);
        for broken in [
            format!("version = 1\nindex_key = {secret}"),
            format!("version = 1\nindex_key = '{secret}'\n[seal_keys]\n1 = '{secret}'"),
            format!("version = 1\nindex_key = '{secret}{secret}'\n[seal_keys]\n1 = 'zz{secret}'"),
            format!("version = 2\nindex_key = '{secret}{secret}'\n[seal_keys]\n1 = '{secret}'"),
        ] {
            let problem = format!("{:?}", Keys::parse(&broken).unwrap_err());
            assert!(!problem.contains(&secret), "{problem}");
        }
    }
}
