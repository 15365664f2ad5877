//! `shouwang serve` as a process of its own, and people who use it over plain HTTP.

use std::{
    io::{BufRead as _, BufReader},
    process::{Child, Stdio},
};

use serde_json::{Value, json};

use crate::support::Office;

/// What everybody's password is in the end.
const PASSWORD: &str = "Shan1gao-shui";

/// The running program. Dropping it kills it.
pub struct Served {
    child: Child,
    address: String,
}

/// Somebody who has signed in.
pub struct Session {
    agent: ureq::Agent,
    address: String,
    cookie: String,
}

/// An answer that came in whole.
pub struct Answer {
    pub status: u16,
    pub json: Value,
}

impl Served {
    /// Starts the program on a free port, and waits until it listens.
    pub fn start(office: &Office) -> Served {
        let mut child = office
            .command(&["serve", "--plain-http", "--listen", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut line = String::new();
        let printed = child.stdout.as_mut().expect("its output");
        BufReader::new(printed).read_line(&mut line).expect("a line");
        let begin = line.find("http://").unwrap_or_else(|| panic!("it does not listen: {line}"));
        let address = line[begin..].split_whitespace().next().expect("an address").to_owned();
        Served { child, address }
    }

    /// The process ends at once, as in a power cut.
    pub fn kill(&mut self) {
        self.child.kill().expect("killed");
        self.child.wait().expect("gone");
    }

    /// Signs in with a first password, and changes it.
    pub fn first_sign_in(&self, login: &str, first: &str) -> Session {
        let mut session = self.sign_in_with(login, first);
        let body = json!({ "current": first, "new": PASSWORD });
        let (answer, cookie) = session.send("/api/v1/session/password", &body).expect("an answer");
        assert_eq!(answer.status, 200, "{login}: {}", answer.json);
        session.cookie = cookie.expect("a cookie");
        session
    }

    /// Signs in with the password everybody has in the end.
    pub fn sign_in(&self, login: &str) -> Session {
        self.sign_in_with(login, PASSWORD)
    }

    fn sign_in_with(&self, login: &str, password: &str) -> Session {
        let agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
        let mut session = Session { agent, address: self.address.clone(), cookie: String::new() };
        let body = json!({ "login": login, "password": password });
        let (answer, cookie) = session.send("/api/v1/session", &body).expect("an answer");
        assert_eq!(answer.status, 201, "{login}: {}", answer.json);
        session.cookie = cookie.expect("a cookie");
        session
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Session {
    /// What is there.
    pub fn sees(&self, path: &str) -> Value {
        let request = self.agent.get(format!("{}{path}", self.address));
        let mut answer = request.header("cookie", &self.cookie).call().expect("an answer");
        let text = answer.body_mut().read_to_string().expect("a body");
        assert_eq!(answer.status().as_u16(), 200, "{path}: {text}");
        serde_json::from_str(&text).expect("JSON")
    }

    /// Sends a write; nothing when no whole answer came back.
    pub fn post(&self, path: &str, body: &Value) -> Option<Answer> {
        Some(self.send(path, body)?.0)
    }

    fn send(&self, path: &str, body: &Value) -> Option<(Answer, Option<String>)> {
        let request = self.agent.post(format!("{}{path}", self.address));
        let request = request.header("cookie", &self.cookie);
        let request = request.header("content-type", "application/json");
        let mut answer = request.send(body.to_string()).ok()?;
        let cookie = answer.headers().get("set-cookie").and_then(|it| it.to_str().ok());
        let cookie = cookie.and_then(|it| it.split(';').next()).map(str::to_owned);
        let status = answer.status().as_u16();
        let text = answer.body_mut().read_to_string().ok()?;
        Some((Answer { status, json: serde_json::from_str(&text).ok()? }, cookie))
    }
}
