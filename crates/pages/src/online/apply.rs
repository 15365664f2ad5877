//! 自主申报: the form by which a family says that it is in difficulty.

use askama::Template;

use super::Frame;

/// The name of a field that people do not see and programs fill in. An application in which it is
/// not empty is not from a person.
pub const HONEYPOT: &str = "website";

/// 自主申报, for farmers and those who apply for them: six inputs (户主姓名、手机、身份证号、困难
/// 情况、地区、风险类型), who applies for another, consent, and photos where they are accepted.
///
/// The form posts the names of [`ApplyField::name`], `village`, `token`, `lang`, `big` and
/// [`HONEYPOT`]; as `multipart/form-data` where photos are accepted, else url-encoded.
#[derive(Clone, Template)]
#[template(path = "online/apply.html", whitespace = "minimize")]
pub struct ApplyPage {
    /// What stands around it.
    pub frame: Frame,
    /// Address the form posts to.
    pub action: String,
    /// The signed token that comes back with the form, against abuse.
    pub token: String,
    /// The village: from the QR code of its board, or chosen before.
    pub village: Village,
    /// Address of the page that chooses another village.
    pub other_village: String,
    /// What happens then and within how many days, as a sentence; empty leaves it out.
    pub promise: String,
    /// 风险类型, from the packs.
    pub risks: Vec<Choice>,
    /// Whether several of them may be ticked.
    pub several_risks: bool,
    /// Whether the identity number may be left out.
    pub id_number_is_optional: bool,
    /// Which photos are accepted; none where none are.
    pub photos: Option<PhotoRule>,
    /// What was typed, after an error.
    pub values: ApplyValues,
    /// What is wrong, in the order of the form.
    pub errors: Vec<FieldError>,
}

/// A village.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Village {
    /// Statistical code, 12 digits.
    pub code: String,
    /// Its name with that of the township.
    pub name: String,
}

/// Something to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The word that is posted.
    pub value: String,
    /// What people read, in the language of the page.
    pub label: String,
}

/// Which photos are accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PhotoRule {
    /// How many.
    pub at_most: u32,
    /// How large each may be, in MB.
    pub megabytes: u32,
}

/// What was typed. Shown again to whoever typed it, and kept nowhere.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct ApplyValues {
    /// 户主姓名.
    pub name: String,
    /// 手机.
    pub phone: String,
    /// 身份证号.
    pub id_number: String,
    /// 困难情况.
    pub text: String,
    /// 风险类型: words of [`Choice::value`].
    pub risks: Vec<String>,
    /// 承诺和授权.
    pub consent: bool,
    /// 代申报人姓名.
    pub proxy_name: String,
    /// 代申报人电话.
    pub proxy_phone: String,
    /// 与申报户的关系.
    pub proxy_relation: String,
}

/// A field of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApplyField {
    /// 户主姓名.
    Name,
    /// 手机.
    Phone,
    /// 身份证号.
    IdNumber,
    /// 风险类型.
    Risk,
    /// 困难情况.
    Text,
    /// 照片.
    Photo,
    /// 代申报人姓名.
    ProxyName,
    /// 代申报人电话.
    ProxyPhone,
    /// 与申报户的关系.
    ProxyRelation,
    /// 承诺和授权.
    Consent,
}

impl ApplyField {
    /// The name under which it is posted.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            ApplyField::Name => "name",
            ApplyField::Phone => "phone",
            ApplyField::IdNumber => "id_number",
            ApplyField::Risk => "risk",
            ApplyField::Text => "text",
            ApplyField::Photo => "photo",
            ApplyField::ProxyName => "proxy_name",
            ApplyField::ProxyPhone => "proxy_phone",
            ApplyField::ProxyRelation => "proxy_relation",
            ApplyField::Consent => "consent",
        }
    }
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// Where; none when it is about the whole form, such as a token that has run out.
    pub field: Option<ApplyField>,
    /// What is wrong and what to do, in the language of the page.
    pub text: String,
}

impl ApplyPage {
    /// The page as text.
    #[must_use]
    pub fn render(&self) -> String {
        crate::html(self)
    }

    /// What is wrong with the field of this name.
    fn error(&self, name: &str) -> Option<&str> {
        let of_field = |it: &&FieldError| it.field.is_some_and(|field| field.name() == name);
        self.errors.iter().find(of_field).map(|it| it.text.as_str())
    }

    /// The ids of what is said about the field of this name.
    fn described_by(&self, name: &str, has_hint: bool) -> String {
        let hint = has_hint.then(|| format!("{name}-hint"));
        let error = self.error(name).map(|_| format!("{name}-error"));
        [hint, error].into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    fn is_ticked(&self, risk: &Choice) -> bool {
        self.values.risks.contains(&risk.value)
    }

    /// Whether the part about applying for another is unfolded.
    fn has_proxy(&self) -> bool {
        let it = &self.values;
        let typed = [&it.proxy_name, &it.proxy_phone, &it.proxy_relation];
        let fields = [ApplyField::ProxyName, ApplyField::ProxyPhone, ApplyField::ProxyRelation];
        typed.iter().any(|it| !it.is_empty())
            || fields.iter().any(|it| self.error(it.name()).is_some())
    }
}
