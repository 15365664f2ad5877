//! 统一身份认证平台: the office's identity provider, over OpenID Connect.
//!
//! Authorization code with PKCE, state and nonce. What is checked of an ID token (issuer, audience,
//! nonce, expiry, signature) the library checks; here stand the questions to the provider, what is
//! remembered of its answers, and that nobody comes back twice with the same attempt.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use anyhow::{Context, anyhow, ensure};
use app::{home::Home, identity::Attempt, identity_settings::IdentitySettings};
use chrono::{DateTime, TimeDelta, Utc};
use openidconnect::{
    AuthType, AuthorizationCode, ClaimsVerificationError, ClientId, ClientSecret, CsrfToken,
    EndpointMaybeSet, EndpointNotSet, EndpointSet, HttpRequest, HttpResponse, IssuerUrl, Nonce,
    PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, RequestTokenError, Scope, TokenResponse as _,
    core::{
        CoreAuthenticationFlow, CoreClient, CoreClientAuthMethod, CoreIdToken, CoreProviderMetadata,
    },
};
use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem};

/// How long somebody may take at the provider.
pub(crate) const PATIENCE: TimeDelta = TimeDelta::minutes(10);

/// The provider has so long for one answer.
const ANSWER: Duration = Duration::from_secs(10);

/// The most bytes of an answer.
const MOST: u64 = 1 << 20;

/// How long what the provider says of itself is remembered.
const REMEMBERED: TimeDelta = TimeDelta::hours(1);

/// A signature that does not fit may be of a new key: then the keys are asked for again, but not
/// more often than this.
const FRESH: TimeDelta = TimeDelta::minutes(1);

/// What the provider's answers are verified with: addresses and keys.
type Metadata = Arc<CoreProviderMetadata>;

type Client = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// The provider, for handlers; none when people do not sign in through one.
pub(crate) type Identity = Option<Arc<IdentityProvider>>;

/// The office's identity provider.
pub(crate) struct IdentityProvider {
    /// What `oidc.toml` says.
    pub settings: IdentitySettings,
    agent: ureq::Agent,
    known: tokio::sync::Mutex<Option<(DateTime<Utc>, Metadata)>>,
    /// States that somebody came back with, until they would have ended.
    used: Mutex<BTreeMap<String, DateTime<Utc>>>,
}

/// Why the provider does not say who somebody is.
pub(crate) enum Failure {
    /// It does not answer, or not as a provider does.
    Unreachable(anyhow::Error),
    /// It does not accept the code, or its token does not hold; in words for the log, without
    /// anything of the token.
    Unproved(String),
}

impl IdentityProvider {
    /// The provider of a home.
    ///
    /// # Errors
    /// When its certificates or its address cannot be read.
    pub fn of(home: &Home) -> anyhow::Result<Identity> {
        let Some(settings) = home.identity.clone() else { return Ok(None) };
        let agent = agent(&settings)?;
        let (known, used) = (tokio::sync::Mutex::default(), Mutex::default());
        Ok(Some(Arc::new(IdentityProvider { settings, agent, known, used })))
    }

    /// Where to send somebody, and what has to be known when they come back.
    pub async fn begin(self: &Arc<Self>, now: DateTime<Utc>) -> Result<(String, Attempt), Failure> {
        let (_, metadata) = self.metadata(now, REMEMBERED).await?;
        let client = self.client(&metadata).map_err(Failure::Unreachable)?;
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let flow = CoreAuthenticationFlow::AuthorizationCode;
        let scopes = self.settings.scopes.iter().cloned().map(Scope::new);
        let (address, state, nonce) = client
            .authorize_url(flow, CsrfToken::new_random, Nonce::new_random)
            .set_pkce_challenge(challenge)
            .add_scopes(scopes)
            .url();
        if address.scheme() != "https" && !self.settings.is_loopback() {
            let error = anyhow!("the provider's page for signing in is not https");
            return Err(Failure::Unreachable(error));
        }
        let attempt = Attempt {
            state: state.secret().clone(),
            nonce: nonce.secret().clone(),
            verifier: verifier.secret().clone(),
            expires_at: now + PATIENCE,
        };
        Ok((address.into(), attempt))
    }

    /// Whether an attempt comes back for the first time. A code is shown to the provider once
    /// (RFC 6749, section 4.1.2), whatever the provider does with a second time.
    pub fn first_time(&self, attempt: &Attempt, now: DateTime<Utc>) -> bool {
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        used.retain(|_, until| now < *until);
        used.insert(attempt.state.clone(), attempt.expires_at).is_none()
    }

    /// What the provider calls the person who came back with this code.
    pub async fn subject(
        self: &Arc<Self>,
        attempt: &Attempt,
        code: String,
        now: DateTime<Utc>,
    ) -> Result<String, Failure> {
        let (asked_at, metadata) = self.metadata(now, REMEMBERED).await?;
        let token = {
            let (provider, metadata) = (Arc::clone(self), Arc::clone(&metadata));
            let verifier = PkceCodeVerifier::new(attempt.verifier.clone());
            blocking(move || provider.exchange(&metadata, code, verifier)).await?
        };
        let nonce = Nonce::new(attempt.nonce.clone());
        match self.verified(&metadata, &token, &nonce, now) {
            Err(ClaimsVerificationError::SignatureVerification(_)) if FRESH <= now - asked_at => {
                let (_, metadata) = self.metadata(now, FRESH).await?;
                self.verified(&metadata, &token, &nonce, now).map_err(|error| unproved(&error))
            }
            verified => verified.map_err(|error| unproved(&error)),
        }
    }

    /// What the provider says of itself, and when it was asked: not longer ago than this.
    async fn metadata(
        self: &Arc<Self>,
        now: DateTime<Utc>,
        longest: TimeDelta,
    ) -> Result<(DateTime<Utc>, Metadata), Failure> {
        // Held while asking: many who sign in at once ask once.
        let mut known = self.known.lock().await;
        if let Some((at, metadata)) = known.as_ref()
            && now - *at < longest
        {
            return Ok((*at, Arc::clone(metadata)));
        }
        let provider = Arc::clone(self);
        let metadata = blocking(move || provider.discover()).await?;
        *known = Some((now, Arc::clone(&metadata)));
        Ok((now, metadata))
    }

    fn discover(&self) -> Result<Metadata, Failure> {
        let issuer = IssuerUrl::new(self.settings.issuer.clone());
        let issuer = issuer.map_err(|error| Failure::Unreachable(error.into()))?;
        let metadata = CoreProviderMetadata::discover(&issuer, &|it: HttpRequest| self.call(it));
        let metadata = metadata.map_err(|error| Failure::Unreachable(error.into()))?;
        Ok(Arc::new(metadata))
    }

    /// The ID token for a code.
    fn exchange(
        &self,
        metadata: &CoreProviderMetadata,
        code: String,
        verifier: PkceCodeVerifier,
    ) -> Result<CoreIdToken, Failure> {
        let client = self.client(metadata).map_err(Failure::Unreachable)?;
        let request = client.exchange_code(AuthorizationCode::new(code));
        let request = request.map_err(|error| Failure::Unreachable(error.into()))?;
        let answer = request.set_pkce_verifier(verifier).request(&|it: HttpRequest| self.call(it));
        let answer = answer.map_err(|error| match error {
            // The description may name the person.
            RequestTokenError::ServerResponse(it) => {
                Failure::Unproved(format!("the provider refuses the code: {}", it.error().as_ref()))
            }
            RequestTokenError::Request(error) => Failure::Unreachable(error.into()),
            // What was sent in place of a token is not repeated.
            RequestTokenError::Parse(..) => {
                Failure::Unreachable(anyhow!("the provider's answer is no token response"))
            }
            RequestTokenError::Other(text) => Failure::Unreachable(anyhow!(text)),
        })?;
        let token = answer.id_token().cloned();
        token.ok_or_else(|| Failure::Unproved("the provider sent no ID token".into()))
    }

    fn verified(
        &self,
        metadata: &CoreProviderMetadata,
        token: &CoreIdToken,
        nonce: &Nonce,
        now: DateTime<Utc>,
    ) -> Result<String, ClaimsVerificationError> {
        let client = self.client(metadata);
        let client = client.map_err(|error| ClaimsVerificationError::Other(error.to_string()))?;
        let verifier = client.id_token_verifier().set_time_fn(move || now);
        Ok(token.claims(&verifier, nonce)?.subject().as_str().to_owned())
    }

    fn client(&self, metadata: &CoreProviderMetadata) -> anyhow::Result<Client> {
        let settings = &self.settings;
        let methods = metadata.token_endpoint_auth_methods_supported();
        let takes = |method| methods.is_some_and(|it| it.contains(&method));
        let in_body = takes(CoreClientAuthMethod::ClientSecretPost)
            && !takes(CoreClientAuthMethod::ClientSecretBasic);
        let client = CoreClient::from_provider_metadata(
            metadata.clone(),
            ClientId::new(settings.client_id.clone()),
            Some(ClientSecret::new(settings.client_secret.clone())),
        );
        let client = client.set_redirect_uri(RedirectUrl::new(settings.redirect.clone())?);
        Ok(match in_body {
            true => client.set_auth_type(AuthType::RequestBody),
            false => client,
        })
    }

    /// One question to the provider. Blocks.
    fn call(&self, request: HttpRequest) -> Result<HttpResponse, ureq::Error> {
        let response = match request.body().is_empty() {
            true => self.agent.run(request.map(|_| ()))?,
            false => self.agent.run(request)?,
        };
        let (parts, body) = response.into_parts();
        let body = body.into_with_config().limit(MOST).read_to_vec()?;
        Ok(HttpResponse::from_parts(parts, body))
    }
}

/// Follows no redirect: the provider answers where it said it would, or not at all.
fn agent(settings: &IdentitySettings) -> anyhow::Result<ureq::Agent> {
    let mut config = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .https_only(!settings.is_loopback())
        .max_redirects(0)
        .max_redirects_will_error(false)
        .timeout_global(Some(ANSWER));
    if settings.is_loopback() {
        config = config.proxy(None);
    }
    if let Some(pem) = &settings.authorities {
        let roots = RootCerts::new_with_certs(&certificates(pem)?);
        config = config.tls_config(TlsConfig::builder().root_certs(roots).build());
    }
    Ok(config.build().into())
}

fn certificates(pem: &[u8]) -> anyhow::Result<Vec<Certificate<'static>>> {
    let mut certificates = Vec::new();
    for item in parse_pem(pem) {
        let item = item.context("oidc.toml 的 ca_file 里的证书读不懂：请换成 PEM 格式的")?;
        if let PemItem::Certificate(certificate) = item {
            certificates.push(certificate);
        }
    }
    ensure!(!certificates.is_empty(), "oidc.toml 的 ca_file 里没有证书");
    Ok(certificates)
}

/// What does not hold, without what stood in the token.
fn unproved(error: &ClaimsVerificationError) -> Failure {
    use ClaimsVerificationError as E;

    let what = match error {
        E::Expired(_) => "expired",
        E::InvalidAudience(_) => "audience",
        E::InvalidIssuer(_) => "issuer",
        E::InvalidNonce(_) => "nonce",
        E::SignatureVerification(_) => "signature",
        E::Unsupported(_) => "a form that is not supported",
        _ => "something else",
    };
    Failure::Unproved(format!("the ID token does not hold: {what}"))
}

async fn blocking<T: Send + 'static>(
    ask: impl FnOnce() -> Result<T, Failure> + Send + 'static,
) -> Result<T, Failure> {
    let asked = tokio::task::spawn_blocking(ask).await;
    asked.unwrap_or_else(|error| Err(Failure::Unreachable(error.into())))
}
