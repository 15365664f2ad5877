//! A small identity provider on this machine: discovery, keys, the page where people sign in, and
//! the exchange of codes. It can be told to say something else than the truth.

use std::{
    collections::BTreeMap,
    sync::{Arc, LazyLock, Mutex, MutexGuard},
};

use axum::{
    Json, Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use chrono::{DateTime, TimeDelta, Utc};
use openidconnect::{
    Audience, EmptyAdditionalClaims, IssuerUrl, JsonWebKeyId, Nonce, PkceCodeChallenge,
    PkceCodeVerifier, PrivateSigningKey as _, StandardClaims, SubjectIdentifier,
    core::{
        CoreIdToken, CoreIdTokenClaims, CoreJsonWebKeySet, CoreJwsSigningAlgorithm,
        CoreRsaPrivateSigningKey,
    },
    url::{Url, form_urlencoded},
};
use rsa::{
    RsaPrivateKey,
    pkcs1::{EncodeRsaPrivateKey as _, LineEnding},
};
use serde_json::{Value, json};

/// What it calls the person it knows.
pub const SUBJECT: &str = "officer-990123";

const CLIENT: &str = "shouwang";
const SECRET: &str = "an-office-secret";
const REDIRECT: &str = "https://shouwang.example/api/v1/session/oidc/callback";

/// Client and secret as RFC 6749 has them in a header.
const BASIC: &str = "Basic c2hvdXdhbmc6YW4tb2ZmaWNlLXNlY3JldA==";

/// Its key, one that is not its key, and the one it changes to.
static KEYS: LazyLock<[CoreRsaPrivateSigningKey; 3]> =
    LazyLock::new(|| ["one", "one", "two"].map(key));

fn key(id: &str) -> CoreRsaPrivateSigningKey {
    let key = RsaPrivateKey::new(&mut rsa::rand_core::OsRng, 2048).expect("a key");
    let pem = key.to_pkcs1_pem(LineEnding::LF).expect("PEM");
    CoreRsaPrivateSigningKey::from_pem(&pem, Some(JsonWebKeyId::new(id.into()))).expect("a key")
}

/// The provider.
pub struct Provider {
    desk: Arc<Mutex<Desk>>,
    server: tokio::task::JoinHandle<()>,
}

/// What it knows.
struct Desk {
    issuer: String,
    now: DateTime<Utc>,
    codes: BTreeMap<String, Code>,
    says: Says,
    key: usize,
    in_body: bool,
    scopes: String,
    discoveries: usize,
    exchanges: usize,
}

/// Somebody signed in and was sent back with a code.
struct Code {
    nonce: String,
    challenge: String,
}

/// What the next ID tokens say.
pub struct Says {
    pub subject: String,
    pub audience: String,
    /// Another than was asked for.
    pub nonce: Option<String>,
    /// Another than its own.
    pub issuer: Option<String>,
    /// How long they hold.
    pub minutes: i64,
    /// Which of the keys; its own is the first, until it changes.
    pub signed_with: usize,
    /// There is one at all.
    pub token: bool,
}

impl Default for Says {
    fn default() -> Says {
        Says {
            subject: SUBJECT.into(),
            audience: CLIENT.into(),
            nonce: None,
            issuer: None,
            minutes: 5,
            signed_with: 0,
            token: true,
        }
    }
}

type Shared = State<Arc<Mutex<Desk>>>;

impl Provider {
    pub async fn new() -> Provider {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let desk = Arc::new(Mutex::new(Desk {
            issuer: format!("http://{address}/office"),
            now: DateTime::UNIX_EPOCH,
            codes: BTreeMap::new(),
            says: Says::default(),
            key: 0,
            in_body: false,
            scopes: String::new(),
            discoveries: 0,
            exchanges: 0,
        }));
        let router = Router::new()
            .route("/office/.well-known/openid-configuration", get(discovery))
            .route("/office/keys", get(keys))
            .route("/office/token", post(token))
            .with_state(Arc::clone(&desk));
        let server =
            tokio::spawn(async move { axum::serve(listener, router).await.expect("served") });
        Provider { desk, server }
    }

    /// The `oidc.toml` that names it.
    pub fn settings(&self) -> String {
        let issuer = self.desk().issuer.clone();
        format!(
            "issuer = \"{issuer}\"\nclient_id = \"{CLIENT}\"\nclient_secret = \"{SECRET}\"\n\
             redirect = \"{REDIRECT}\"\nlabel_zh = \"统一身份认证\"\nlabel_en = \"Single sign-on\"\n"
        )
    }

    fn desk(&self) -> MutexGuard<'_, Desk> {
        self.desk.lock().expect("the desk")
    }

    pub fn clock(&self, now: DateTime<Utc>) {
        self.desk().now = now;
    }

    /// From now on it says the truth but for this.
    pub fn says(&self, but: impl FnOnce(&mut Says)) {
        let mut says = Says::default();
        but(&mut says);
        self.desk().says = says;
    }

    pub fn changes_key(&self) {
        self.desk().key = 2;
        self.says(|it| it.signed_with = 2);
    }

    pub fn takes_secret_in_body(&self) {
        self.desk().in_body = true;
    }

    pub async fn closes(&self) {
        self.server.abort();
        while !self.server.is_finished() {
            tokio::task::yield_now().await;
        }
    }

    pub fn discoveries(&self) -> usize {
        self.desk().discoveries
    }

    pub fn exchanges(&self) -> usize {
        self.desk().exchanges
    }

    pub fn scopes(&self) -> String {
        self.desk().scopes.clone()
    }

    /// Somebody opens its page and signs in there; gives where it sends them.
    pub async fn signs_in(&self, address: &str) -> String {
        let address = Url::parse(address).expect("an address");
        let mut asked: BTreeMap<String, String> = address.query_pairs().into_owned().collect();
        let mut desk = self.desk();
        assert!(address.as_str().starts_with(&format!("{}/authorize?", desk.issuer)));
        let mut take = |name: &str| asked.remove(name).unwrap_or_else(|| panic!("no {name}"));
        assert_eq!(take("response_type"), "code");
        assert_eq!(take("client_id"), CLIENT);
        assert_eq!(take("redirect_uri"), REDIRECT);
        assert_eq!(take("code_challenge_method"), "S256");
        desk.scopes = take("scope");
        let code = format!("code-{}", desk.codes.len());
        let asked = Code { nonce: take("nonce"), challenge: take("code_challenge") };
        desk.codes.insert(code.clone(), asked);
        let state = take("state");
        assert!(20 <= state.len());
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("code", &code)
            .append_pair("state", &state)
            .finish();
        format!("{REDIRECT}?{query}")
    }
}

impl Drop for Provider {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn discovery(State(desk): Shared) -> Json<Value> {
    let mut desk = desk.lock().expect("the desk");
    desk.discoveries += 1;
    let issuer = &desk.issuer;
    let method = if desk.in_body { "client_secret_post" } else { "client_secret_basic" };
    Json(json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": format!("{issuer}/token"),
        "jwks_uri": format!("{issuer}/keys"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256", "SM2"],
        "token_endpoint_auth_methods_supported": [method],
    }))
}

async fn keys(State(desk): Shared) -> Json<CoreJsonWebKeySet> {
    let key = desk.lock().expect("the desk").key;
    Json(CoreJsonWebKeySet::new(vec![KEYS[key].as_verification_key()]))
}

async fn token(State(desk): Shared, headers: HeaderMap, body: Bytes) -> Response {
    let mut desk = desk.lock().expect("the desk");
    let form: BTreeMap<String, String> = form_urlencoded::parse(&body).into_owned().collect();
    let text = |name: &str| form.get(name).map(String::as_str).unwrap_or_default();
    let basic = headers.get("authorization").and_then(|it| it.to_str().ok());
    let known = match desk.in_body {
        true => basic.is_none() && text("client_secret") == SECRET && text("client_id") == CLIENT,
        false => basic == Some(BASIC) && text("client_secret").is_empty(),
    };
    if !known {
        return no("invalid_client");
    }
    assert_eq!((text("grant_type"), text("redirect_uri")), ("authorization_code", REDIRECT));
    let verifier = PkceCodeVerifier::new(text("code_verifier").to_owned());
    let challenge = PkceCodeChallenge::from_code_verifier_sha256(&verifier);
    // It takes a code as often as it comes: that this happens once is for the service to see to.
    let Some(code) = desk.codes.get(text("code")) else { return no("invalid_grant") };
    if code.challenge != challenge.as_str() {
        return no("invalid_grant");
    }
    let nonce = code.nonce.clone();
    desk.exchanges += 1;
    let mut answer = json!({ "access_token": "unused", "token_type": "Bearer" });
    if desk.says.token {
        answer["id_token"] = json!(id_token(&desk, nonce));
    }
    Json(answer).into_response()
}

fn id_token(desk: &Desk, nonce: String) -> String {
    let says = &desk.says;
    let issuer = says.issuer.clone().unwrap_or_else(|| desk.issuer.clone());
    let claims = CoreIdTokenClaims::new(
        IssuerUrl::new(issuer).expect("an address"),
        vec![Audience::new(says.audience.clone())],
        desk.now + TimeDelta::minutes(says.minutes),
        desk.now - TimeDelta::minutes(1),
        StandardClaims::new(SubjectIdentifier::new(says.subject.clone())),
        EmptyAdditionalClaims {},
    )
    .set_nonce(Some(Nonce::new(says.nonce.clone().unwrap_or(nonce))));
    let alg = CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256;
    let token = CoreIdToken::new(claims, &KEYS[says.signed_with], alg, None, None);
    token.expect("a token").to_string()
}

fn no(error: &str) -> Response {
    (StatusCode::BAD_REQUEST, Json(json!({ "error": error }))).into_response()
}
