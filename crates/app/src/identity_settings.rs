//! `<home>/oidc.toml`: the office's identity provider (统一身份认证平台). Without the file nobody
//! signs in through one.
//!
//! The file holds a secret. So nothing of what stands in it is repeated in an error, and nobody
//! but its owner may read it.

use std::{
    fmt, fs,
    io::ErrorKind,
    net::IpAddr,
    path::{Path, PathBuf},
};

use anyhow::{Context, bail, ensure};
use toml::de::{DeTable, DeValue};
use url::{Host, Url};

/// Name of the file in the home folder.
const FILE: &str = "oidc.toml";

/// Where the provider sends people back to, below the address of the service.
pub const CALLBACK: &str = "/api/v1/session/oidc/callback";

/// Everything that may stand in the file.
const KEYS: [&str; 9] = [
    "issuer",
    "client_id",
    "client_secret",
    "redirect",
    "label_zh",
    "label_en",
    "scopes",
    "counts_as_code",
    "ca_file",
];

/// What the file says. `Debug` does not show the secret.
#[derive(Clone, PartialEq, Eq)]
pub struct IdentitySettings {
    /// Address of the provider, character by character as the provider writes it.
    pub issuer: String,
    /// What the provider knows this service by.
    pub client_id: String,
    /// What this service shows the provider.
    pub client_secret: String,
    /// Where the provider sends people back to: the service's own address and [`CALLBACK`].
    pub redirect: String,
    /// Name of the way to sign in, in Chinese.
    pub label_zh: String,
    /// The same in English.
    pub label_en: String,
    /// Scopes asked for besides `openid`.
    pub scopes: Vec<String>,
    /// The provider's sign-in stands for a one-time code.
    pub counts_as_code: bool,
    /// Certificates in PEM that the provider's is checked with, in place of those everybody knows.
    pub authorities: Option<Vec<u8>>,
}

impl IdentitySettings {
    /// Reads the file of a home folder; none when there is no such file.
    ///
    /// # Errors
    /// When others than its owner may read it, or with everything in it that is not in order.
    pub fn read(folder: &Path) -> anyhow::Result<Option<IdentitySettings>> {
        let path = folder.join(FILE);
        let text = match fs::read_to_string(&path) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            read => read.with_context(|| format!("读不了 {}", path.display()))?,
        };
        store::refuse_if_others_may_read(&path)?;
        let mut settings =
            IdentitySettings::parse(&text).with_context(|| format!("{} 有误", path.display()))?;
        if let Some(file) = settings.authorities.take() {
            settings.authorities = Some(certificates(folder, &file)?);
        }
        Ok(Some(settings))
    }

    /// Whether the provider runs on this machine: then, and only then, it may be asked without TLS.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        Url::parse(&self.issuer).is_ok_and(|it| is_loopback(&it))
    }

    /// Reads the text; `authorities` is the name of their file.
    fn parse(text: &str) -> anyhow::Result<IdentitySettings> {
        let (document, errors) = DeTable::parse_recoverable(text);
        let mut reader = Reader { text, table: document.get_ref(), problems: Vec::new() };
        for error in errors {
            // The parser's own message may quote the line, and with it the secret.
            let at = error.span().map_or(0, |it| it.start);
            reader.fault(at, "不是正确的 TOML：请检查引号、等号和方括号");
        }
        reader.done()?;
        reader.refuse_unknown();
        let issuer = reader.text("issuer", "平台的地址，如 \"https://sso.example.gov.cn\"");
        let redirect = reader.text("redirect", "本服务的地址加上 /api/v1/session/oidc/callback");
        let settings = IdentitySettings {
            issuer: issuer.unwrap_or_default(),
            client_id: reader.text("client_id", "平台给本服务的编号").unwrap_or_default(),
            client_secret: reader.text("client_secret", "平台给本服务的密钥").unwrap_or_default(),
            redirect: redirect.unwrap_or_default(),
            label_zh: reader.text("label_zh", "登录页上的名称").unwrap_or_default(),
            label_en: reader.text("label_en", "登录页上的英文名称").unwrap_or_default(),
            scopes: reader.scopes(),
            counts_as_code: reader.flag("counts_as_code"),
            authorities: reader.optional_text("ca_file").map(String::into_bytes),
        };
        reader.check_issuer(&settings.issuer);
        reader.check_redirect(&settings.redirect);
        reader.done()?;
        Ok(settings)
    }
}

impl fmt::Debug for IdentitySettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IdentitySettings").field("issuer", &self.issuer).finish_non_exhaustive()
    }
}

/// The file being read, and what is wrong with it.
struct Reader<'a> {
    text: &'a str,
    table: &'a DeTable<'a>,
    problems: Vec<String>,
}

impl<'a> Reader<'a> {
    fn fault(&mut self, at: usize, what: &str) {
        let line = self.text.bytes().take(at).filter(|it| *it == b'\n').count() + 1;
        self.problems.push(format!("{FILE} 第 {line} 行：{what}"));
    }

    fn done(&self) -> anyhow::Result<()> {
        ensure!(self.problems.is_empty(), "{}", self.problems.join("\n"));
        Ok(())
    }

    fn refuse_unknown(&mut self) {
        let table = self.table;
        for (key, _) in table.iter().filter(|it| !KEYS.contains(&it.0.get_ref().as_ref())) {
            let known = KEYS.join("、");
            let what = format!("没有 {} 这一项：可以写的是 {known}", key.get_ref());
            self.fault(key.span().start, &what);
        }
    }

    /// The value of a key and where the key stands.
    fn value(&self, key: &str) -> Option<(usize, &'a DeValue<'a>)> {
        let table = self.table;
        let found = table.iter().find(|it| it.0.get_ref().as_ref() == key);
        found.map(|(key, value)| (key.span().start, value.get_ref()))
    }

    fn at(&self, key: &str) -> usize {
        self.value(key).map_or(0, |it| it.0)
    }

    /// A text that must be there.
    fn text(&mut self, key: &str, what: &str) -> Option<String> {
        if self.value(key).is_none() {
            self.problems.push(format!("{FILE}：没有写 {key}：请写上{what}"));
        }
        self.optional_text(key)
    }

    fn optional_text(&mut self, key: &str) -> Option<String> {
        let (at, value) = self.value(key)?;
        match value {
            DeValue::String(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
            DeValue::String(_) => {
                self.fault(at, &format!("{key} 是空的：请填写"));
                None
            }
            _ => {
                self.fault(at, &format!("{key} 应是文字：请加引号"));
                None
            }
        }
    }

    fn flag(&mut self, key: &str) -> bool {
        match self.value(key) {
            None => false,
            Some((_, DeValue::Boolean(flag))) => *flag,
            Some((at, _)) => {
                self.fault(at, &format!("{key} 应是 true 或 false，不加引号"));
                false
            }
        }
    }

    fn scopes(&mut self) -> Vec<String> {
        let Some((at, value)) = self.value("scopes") else { return Vec::new() };
        let DeValue::Array(list) = value else {
            self.fault(at, "scopes 应是方括号里的一组文字，如 [\"profile\"]");
            return Vec::new();
        };
        let mut scopes = Vec::new();
        for item in list.iter() {
            match item.get_ref() {
                // RFC 6749, section 3.3.
                DeValue::String(it)
                    if !it.is_empty()
                        && it.bytes().all(|it| it.is_ascii_graphic() && !b"\"\\".contains(&it)) =>
                {
                    scopes.push(it.to_string());
                }
                _ => self.fault(
                    item.span().start,
                    "scopes 里每一项是加引号的一个词，没有空格，如 \"profile\"",
                ),
            }
        }
        scopes
    }

    fn check_issuer(&mut self, issuer: &str) {
        let Some(address) = self.address("issuer", issuer) else { return };
        if address.scheme() == "http" && !is_loopback(&address) {
            self.fault(
                self.at("issuer"),
                "issuer 要用 https：登录的凭证不能走明文；http 只用于本机上的平台（127.0.0.1）",
            );
        }
    }

    fn check_redirect(&mut self, redirect: &str) {
        let Some(address) = self.address("redirect", redirect) else { return };
        if address.path() != CALLBACK {
            let what = format!("redirect 应是本服务的地址加上 {CALLBACK}，与平台上登记的一致");
            self.fault(self.at("redirect"), &what);
        }
    }

    /// An address of the web, without anything behind its path.
    fn address(&mut self, key: &str, written: &str) -> Option<Url> {
        if written.is_empty() {
            return None;
        }
        let address = Url::parse(written).ok().filter(|it| {
            ["https", "http"].contains(&it.scheme())
                && it.query().is_none()
                && it.fragment().is_none()
                && it.username().is_empty()
                && it.password().is_none()
        });
        if address.is_none() {
            let what = format!("{key} 应是 https:// 开头的地址，不带 ? 和 #");
            self.fault(self.at(key), &what);
        }
        address
    }
}

fn is_loopback(address: &Url) -> bool {
    match address.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(ip)) => IpAddr::from(ip).is_loopback(),
        Some(Host::Ipv6(ip)) => IpAddr::from(ip).is_loopback(),
        None => false,
    }
}

/// The file of certificates, beside the settings or anywhere else.
fn certificates(folder: &Path, name: &[u8]) -> anyhow::Result<Vec<u8>> {
    let path = folder.join(PathBuf::from(String::from_utf8_lossy(name).into_owned()));
    let pem = fs::read(&path).with_context(|| {
        format!("读不了 {FILE} 的 ca_file 写的 {}：请检查文件名", path.display())
    })?;
    if !String::from_utf8_lossy(&pem).contains("-----BEGIN CERTIFICATE-----") {
        bail!("{FILE} 的 ca_file 写的 {} 里没有证书：请换成 PEM 格式的", path.display());
    }
    Ok(pem)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"
issuer        = "https://sso.example/realms/office"
client_id     = "shouwang"
client_secret = "an-office-secret"
redirect      = "https://shouwang.example/api/v1/session/oidc/callback"
label_zh      = "统一身份认证"
label_en      = "Single sign-on"
"#;

    #[test]
    fn a_file_is_read_and_nothing_shows_its_secret() {
        let settings = IdentitySettings::parse(TEXT).unwrap();
        assert_eq!(settings.issuer, "https://sso.example/realms/office");
        assert_eq!(settings.client_secret, "an-office-secret");
        assert!(!settings.counts_as_code && settings.scopes.is_empty());
        assert!(!format!("{settings:?}").contains("secret\""), "{settings:?}");
        assert!(!format!("{settings:?}").contains("an-office-secret"));
        let more = format!("{TEXT}scopes = [\"profile\"]\ncounts_as_code = true\n");
        let more = IdentitySettings::parse(&more).unwrap();
        assert!(more.counts_as_code);
        assert_eq!(more.scopes, ["profile"]);
    }

    #[test]
    fn every_fault_is_named_with_its_line_and_without_the_secret() {
        let check = |from: &str, to: &str, expected: &[&str]| {
            let text = TEXT.replace(from, to);
            assert_ne!(text, TEXT);
            let said = format!("{:#}", IdentitySettings::parse(&text).unwrap_err());
            for it in expected {
                assert!(said.contains(it), "{said}");
            }
            assert!(!said.contains("an-office-secret"), "{said}");
        };
        check("client_id ", "client ", &["第 3 行：没有 client 这一项", "没有写 client_id"]);
        check("https://sso", "http://sso", &["第 2 行：issuer 要用 https"]);
        check("https://sso.example/", "sso.example/", &["issuer 应是 https:// 开头"]);
        check("oidc/callback", "oidc", &["第 5 行：redirect 应是本服务的地址"]);
        check("\"an-office-secret\"", "an-office-secret", &["第 4 行：不是正确的 TOML"]);
        check("\"an-office-secret\"", "1234567", &["第 4 行：client_secret 应是文字"]);
        check("\"统一身份认证\"", "\" \"", &["第 6 行：label_zh 是空的"]);
        let both = "label_zh = 1\nscopes = [\"a b\"]\ncounts_as_code = \"yes\"\nlabel_en";
        check(
            "label_zh      = \"统一身份认证\"\nlabel_en",
            both,
            &[
                "第 6 行：label_zh 应是文字",
                "第 7 行：scopes 里每一项",
                "第 8 行：counts_as_code 应是 true 或 false",
            ],
        );
    }

    #[test]
    fn plain_http_is_for_this_machine() {
        for issuer in ["http://127.0.0.1:8080", "http://localhost/office", "http://[::1]:9"] {
            let text = TEXT.replace("https://sso.example/realms/office", issuer);
            assert!(IdentitySettings::parse(&text).unwrap().is_loopback(), "{issuer}");
        }
        for issuer in ["http://127.0.0.1.example", "http://10.1.1.1", "http://localhost.example"] {
            let text = TEXT.replace("https://sso.example/realms/office", issuer);
            assert!(IdentitySettings::parse(&text).is_err(), "{issuer}");
        }
    }

    #[test]
    fn no_file_is_no_provider_and_others_may_not_read_it() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(IdentitySettings::read(folder.path()).unwrap(), None);
        let path = folder.path().join(FILE);
        fs::write(&path, TEXT).unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;

            let permissions = |mode| fs::set_permissions(&path, fs::Permissions::from_mode(mode));
            permissions(0o644).unwrap();
            let said = IdentitySettings::read(folder.path()).unwrap_err().to_string();
            assert!(said.contains("chmod 600"), "{said}");
            permissions(0o600).unwrap();
        }
        assert!(IdentitySettings::read(folder.path()).unwrap().is_some());
        fs::write(&path, format!("{TEXT}ca_file = \"own.pem\"\n")).unwrap();
        let said = format!("{:#}", IdentitySettings::read(folder.path()).unwrap_err());
        assert!(said.contains("ca_file") && said.contains("own.pem"), "{said}");
    }
}
