//! The people of the stories: accounts like anybody's, signed in with a password, asking through
//! the router. Passwords are random and known to nobody afterwards.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use anyhow::Context;
use api::Server;
use app::{
    access::Access,
    accounts::{self, Manager, NewAccountIn},
    home::Home,
    password::random_password,
};
use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, StatusCode, header},
};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use kernel::{Region, RegionLevel};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tower::ServiceExt as _;

use crate::stories::family::Family;

/// What the logins of the stories begin with.
pub const LOGIN: &str = "story.";

/// Whoever holds the machine makes the accounts.
const OWNER: Manager<'static> = Manager::Owner(crate::owner::ACTOR);

/// The time between two requests.
const BEAT: TimeDelta = TimeDelta::seconds(20);

/// A role at a place: one account.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Post {
    role: String,
    /// Statistical code, as short as its level.
    region: String,
    place: String,
    department: Option<String>,
}

/// An account of the stories.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Member {
    /// Id.
    pub account: String,
    /// 登录名.
    pub login: String,
    /// 角色.
    pub role: String,
    /// In Chinese.
    pub role_zh: String,
    /// Where it is placed.
    pub place: String,
    /// 部门.
    pub department: Option<String>,
}

/// An answer.
pub struct Answer {
    /// Status.
    pub status: StatusCode,
    /// Body, or null.
    pub body: Value,
}

/// The cast at work.
pub struct Cast {
    server: Server,
    router: Router,
    clock: Arc<Mutex<DateTime<Utc>>>,
    /// Sign-ins by post.
    known: BTreeMap<Post, SignIn>,
    members: Vec<Member>,
}

struct SignIn {
    account: String,
    login: String,
    password: String,
    cookie: Option<String>,
}

impl Answer {
    /// The code of a problem, or the status of an answer that is none.
    pub fn says(&self) -> String {
        match (self.status.is_success(), self.body["code"].as_str()) {
            (true, _) => "办成了".to_owned(),
            (false, Some(code)) => {
                format!("{code}（{}）", self.body["detail"].as_str().unwrap_or_default())
            }
            (false, None) => self.status.to_string(),
        }
    }

    /// Whether it is a problem of this code.
    pub fn is_refused(&self, code: &str) -> bool {
        !self.status.is_success() && self.body["code"] == code
    }
}

impl Post {
    /// The post of a role for a family: at the lowest level the role may have.
    ///
    /// # Errors
    /// When the role belongs above the county, or is wanted of elsewhere where there is none.
    pub fn of(
        home: &Home,
        county: &Region,
        family: &Family,
        role: &str,
        department: &str,
        elsewhere: bool,
    ) -> anyhow::Result<Post> {
        let role_of = Access::get().roles.get(role).with_context(|| format!("没有角色 {role}"))?;
        let has = |level| role_of.levels.contains(&level);
        let department = role_of.department.then(|| department.to_owned());
        let at = |region: &Region| Post {
            role: role.to_owned(),
            region: region.leading_digits().to_owned(),
            place: home.definitions.regions.name_path(region.id),
            department: department.clone(),
        };
        let (village, township) = match elsewhere {
            false => (family.village.clone(), family.township.clone()),
            true => other(home, county, family)?,
        };
        if has(RegionLevel::Village) {
            return Ok(at(&village));
        }
        if has(RegionLevel::Township) {
            return Ok(at(&township));
        }
        anyhow::ensure!(!elsewhere, "{}没有别的乡镇的：不用写 elsewhere", role_of.zh);
        anyhow::ensure!(has(RegionLevel::County), "{}不在县以下：故事里用不到", role_of.zh);
        Ok(at(county))
    }

    fn zh(&self) -> String {
        Access::get().roles.get(&self.role).map_or_else(|| self.role.clone(), |it| it.zh.clone())
    }
}

/// The first township of the county that is not the family's, and its first village.
fn other(home: &Home, county: &Region, family: &Family) -> anyhow::Result<(Region, Region)> {
    let regions = &home.definitions.regions;
    let mut townships: Vec<&Region> =
        regions.children(county.id).filter(|it| it.id != family.township.id).collect();
    townships.sort_by(|a, b| a.stat_code.cmp(&b.stat_code));
    for township in townships {
        let village = regions.children(township.id).min_by(|a, b| a.stat_code.cmp(&b.stat_code));
        if let Some(village) = village.filter(|it| it.level == RegionLevel::Village) {
            return Ok((village.clone(), township.clone()));
        }
    }
    anyhow::bail!("{}没有别的乡镇：故事里不能写 elsewhere", county.name)
}

impl Cast {
    /// The cast at the beginning of a day, before anybody is hired.
    ///
    /// # Errors
    /// When the router cannot be built.
    pub fn new(home: Home, day: NaiveDate) -> anyhow::Result<Cast> {
        let clock = Arc::new(Mutex::new(morning(day)));
        let time = clock.clone();
        let now = Arc::new(move || match time.lock() {
            Ok(now) => *now,
            Err(poisoned) => *poisoned.into_inner(),
        });
        let server = Server::new(home, now, true);
        let router = api::router(server.clone())?;
        Ok(Cast { server, router, clock, known: BTreeMap::new(), members: Vec::new() })
    }

    /// The home the cast works in.
    pub fn home(&self) -> &Home {
        &self.server.home
    }

    /// The server, when everybody has gone home.
    pub fn into_server(self) -> Server {
        self.server
    }

    /// Today.
    pub fn today(&self) -> NaiveDate {
        self.server.today()
    }

    /// It becomes this day, unless it is already; time never goes back.
    pub fn wait_for(&self, day: NaiveDate) {
        if self.today() < day {
            self.set(morning(day));
        }
    }

    fn set(&self, to: DateTime<Utc>) {
        match self.clock.lock() {
            Ok(mut now) => *now = to,
            Err(poisoned) => *poisoned.into_inner() = to,
        }
    }

    /// Makes an account for every post.
    ///
    /// # Errors
    /// When one cannot be made.
    pub async fn hire(&mut self, posts: impl IntoIterator<Item = Post>) -> anyhow::Result<()> {
        let mut departments: BTreeMap<String, usize> = BTreeMap::new();
        for post in posts {
            let place = match &post.department {
                Some(department) => {
                    let next = departments.len() + 1;
                    format!(".{}", departments.entry(department.clone()).or_insert(next))
                }
                // The county's digits are the same for all.
                None => match post.region.get(6..) {
                    Some("") | None => String::new(),
                    Some(digits) => format!(".{digits}"),
                },
            };
            let login = format!("{LOGIN}{}{place}", post.role);
            let new = NewAccountIn {
                login,
                name: format!("示范{}", post.zh()),
                phone: None,
                roles: [post.role.clone()].into(),
                region: post.region.clone(),
                department: post.department.clone(),
            };
            let made = accounts::create(self.home(), OWNER, new, self.server.now())
                .await
                .with_context(|| format!("建不了{}的账号（{}）", post.zh(), post.place))?;
            self.members.push(Member {
                account: made.account.clone(),
                login: made.login.clone(),
                role: post.role.clone(),
                role_zh: post.zh(),
                place: post.place.clone(),
                department: post.department.clone(),
            });
            let sign_in = SignIn {
                account: made.account,
                login: made.login,
                password: made.password,
                cookie: None,
            };
            self.known.insert(post, sign_in);
        }
        Ok(())
    }

    /// Everybody who was hired.
    pub fn members(&self) -> &[Member] {
        &self.members
    }

    /// The account of a post.
    pub fn account(&self, post: &Post) -> Option<String> {
        self.known.get(post).map(|it| it.account.clone())
    }

    /// Asks as somebody; signs in first when the session is over or the password
    /// too old.
    ///
    /// # Errors
    /// When nobody has the post, or there is no answer.
    pub async fn ask(
        &mut self,
        post: &Post,
        method: &str,
        path: &str,
        body: Option<&Value>,
    ) -> anyhow::Result<Answer> {
        self.set(self.server.now() + BEAT);
        for _ in 0..2 {
            let known = self.known.get(post);
            let known = known.with_context(|| format!("没有{}的账号", post.zh()))?;
            if let Some(cookie) = known.cookie.clone() {
                let (answer, _) = self.send(method, path, body, Some(&cookie)).await?;
                // A session may outlive the password: that one has to be changed first.
                let is_over = answer.status == StatusCode::UNAUTHORIZED
                    || answer.is_refused("account.password_change_first");
                if !is_over {
                    return Ok(answer);
                }
            }
            self.sign_in(post).await?;
        }
        anyhow::bail!("{}登录以后还是没有登录", post.zh())
    }

    /// Signs in, and changes the password when it is the first or too old.
    async fn sign_in(&mut self, post: &Post) -> anyhow::Result<()> {
        let known = self.known.get(post).with_context(|| format!("没有{}的账号", post.zh()))?;
        let (login, current) = (known.login.clone(), known.password.clone());
        let body = json!({ "login": login, "password": current });
        let (answer, cookie) = self.send("POST", "/api/v1/session", Some(&body), None).await?;
        let mut cookie = cookie.with_context(|| format!("{login} 登录不上：{}", answer.says()))?;
        let mut password = current.clone();
        if answer.body["staff"]["must_change_password"] == true {
            password = random_password(&Access::get().password, &login)?;
            let body = json!({ "current": current, "new": password });
            let path = "/api/v1/session/password";
            let (answer, next) = self.send("POST", path, Some(&body), Some(&cookie)).await?;
            cookie = next.with_context(|| format!("{login} 改不了密码：{}", answer.says()))?;
        }
        if let Some(known) = self.known.get_mut(post) {
            (known.password, known.cookie) = (password, Some(cookie));
        }
        Ok(())
    }

    /// Sends a request; gives the answer and the cookie that came with it.
    async fn send(
        &self,
        method: &str,
        path: &str,
        body: Option<&Value>,
        cookie: Option<&str>,
    ) -> anyhow::Result<(Answer, Option<String>)> {
        let mut request = Request::builder().method(method).uri(path);
        if let Some(cookie) = cookie {
            request = request.header(header::COOKIE, cookie);
        }
        let request = match body {
            Some(body) => request
                .header(header::CONTENT_TYPE, "application/json")
                .body(Body::from(body.to_string()))?,
            None => request.body(Body::empty())?,
        };
        let response = self.router.clone().oneshot(request).await?;
        let status = response.status();
        let cookie = response.headers().get(header::SET_COOKIE).and_then(|it| it.to_str().ok());
        let cookie = cookie.and_then(|it| it.split(';').next()).map(str::to_owned);
        let bytes = to_bytes(response.into_body(), usize::MAX).await?;
        let body = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
        Ok((Answer { status, body }, cookie.filter(|_| status.is_success())))
    }
}

/// Nine in the morning in China.
fn morning(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(chrono::NaiveTime::MIN).and_utc() + TimeDelta::hours(1)
}
