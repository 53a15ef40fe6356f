//! One option is one flag, one environment variable and one key of `tribune.toml`.

use serde_json::json;

use crate::support::program::{Home, bare, ended};

/// Every setting, with a value for the file, one for the environment and one for the flag.
const SETTINGS: [(&str, [&str; 3]); 52] = [
    ("env", ["production", "development", "production"]),
    ("data-dir", ["file", "environment", "flag"]),
    ("log", ["error", "warn", "info"]),
    ("listen", ["127.0.0.1:1", "127.0.0.1:2", "127.0.0.1:3"]),
    ("name", ["File", "Environment", "Flag"]),
    (
        "site-url",
        ["https://file.example.org/", "https://environment.example.org/", "https://flag.example.org/"],
    ),
    (
        "docs-url",
        ["https://file.example.org/e", "https://environment.example.org/e", "https://flag.example.org/e"],
    ),
    ("max-depth", ["11", "12", "13"]),
    ("max-complexity-anonymous", ["101", "102", "103"]),
    ("max-complexity", ["201", "202", "203"]),
    ("max-document-bytes", ["2001", "2002", "2003"]),
    ("cors-origins", ["https://file.example", "https://environment.example", "https://flag.example"]),
    ("max-body-bytes", ["20001", "20002", "20003"]),
    ("head-timeout-ms", ["2001", "2002", "2003"]),
    ("body-timeout-ms", ["3001", "3002", "3003"]),
    ("answer-timeout-ms", ["4001", "4002", "4003"]),
    ("max-in-flight", ["101", "102", "103"]),
    ("max-batch", ["1", "2", "3"]),
    ("max-sockets", ["21", "22", "23"]),
    ("max-subscriptions", ["31", "32", "33"]),
    ("max-message-bytes", ["30001", "30002", "30003"]),
    ("max-messages-per-second", ["61", "62", "63"]),
    ("ping-seconds", ["41", "42", "43"]),
    ("send-seconds", ["51", "52", "53"]),
    ("max-tokens", ["1001", "1002", "1003"]),
    ("max-nesting", ["41", "42", "43"]),
    ("max-spreads", ["51", "52", "53"]),
    ("max-selections", ["6001", "6002", "6003"]),
    ("max-aliases", ["61", "62", "63"]),
    ("max-directives", ["71", "72", "73"]),
    ("max-root-fields", ["11", "12", "13"]),
    ("persisted-queries", ["off", "on", "off"]),
    ("trusted-documents", ["file.json", "environment.json", "flag.json"]),
    ("trusted-documents-only", ["on", "off", "on"]),
    ("database-url", ["sqlite://file.db", "sqlite://environment.db", "sqlite://flag.db"]),
    (
        "redis-url",
        ["redis://file.example.org/", "redis://environment.example.org/", "redis://flag.example.org/"],
    ),
    ("redis-prefix", ["file:", "environment:", "flag:"]),
    ("database-connections", ["11", "12", "13"]),
    ("database-wait-ms", ["1001", "1002", "1003"]),
    ("database-statement-ms", ["2001", "2002", "2003"]),
    ("registration", ["closed", "open", "closed"]),
    ("password-passes", ["3", "4", "5"]),
    ("password-queue", ["21", "22", "23"]),
    ("trusted-proxies", ["10.0.0.1/32", "10.0.0.2/32", "10.0.0.3/32"]),
    ("rate-limit", ["off", "on", "off"]),
    ("rate-limit-anonymous", ["301", "302", "303"]),
    ("rate-limit-signed-in", ["401", "402", "403"]),
    ("max-login-failures", ["51", "52", "53"]),
    ("max-login-failures-per-address", ["61", "62", "63"]),
    ("max-registrations", ["71", "72", "73"]),
    ("worker", ["off", "on", "off"]),
    ("worker-jobs", ["11", "12", "13"]),
];
/// Those whose value is not shown, or whose three values would not differ from one another.
const ELSEWHERE: [&str; 2] = ["secret-key", "password-memory-kib"];

fn variable(key: &str) -> String {
    match key {
        "database-url" => "DATABASE_URL".to_owned(),
        "redis-url" => "REDIS_URL".to_owned(),
        key => format!("TRIBUNE_{}", key.to_uppercase().replace('-', "_")),
    }
}

#[test]
fn the_flag_wins_over_the_variable_and_the_variable_over_the_file() {
    let home = Home::new();
    let printed = |with_file: bool, with_variables: bool, with_flags: bool| {
        let mut command = bare(&home.directory, &["config", "print"]);
        let path = home.directory.join("tribune.toml");
        let _ = std::fs::remove_file(&path);
        let mut file = String::new();
        for (key, [in_file, in_variable, in_flag]) in SETTINGS {
            let is_number = in_file.parse::<u32>().is_ok();
            file +=
                &if is_number { format!("{key} = {in_file}\n") } else { format!("{key} = {in_file:?}\n") };
            if with_variables {
                command.env(variable(key), in_variable);
            }
            if with_flags {
                command.args([&format!("--{key}"), in_flag]);
            }
        }
        if with_file {
            home.write("tribune.toml", &file);
        }
        ended(command).well()
    };
    let expected = |text: &str, which: usize, source: &str| {
        for (key, values) in SETTINGS {
            let value = values[which];
            let is_there = text.lines().any(|line| line == format!("{key} = {value:?} # {source}"));
            assert!(is_there, "{key} = {value:?} # {source} is not in:\n{text}");
        }
    };
    let default = printed(false, false, false);
    let keys = default.lines().filter_map(|line| line.trim_start_matches("# ").split(' ').next());
    for key in keys {
        assert!(SETTINGS.iter().any(|(known, _)| *known == key) || ELSEWHERE.contains(&key), "{key} is new");
    }
    assert_eq!(default.lines().count(), SETTINGS.len() + ELSEWHERE.len());
    expected(&printed(true, false, false), 0, "file");
    expected(&printed(true, true, false), 1, "environment");
    expected(&printed(true, true, true), 2, "flag");
    expected(&printed(false, true, true), 2, "flag");
    expected(&printed(true, false, true), 2, "flag");
}

#[test]
fn every_option_is_in_the_readme() {
    let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    for key in SETTINGS.map(|(key, _)| key).iter().chain(&ELSEWHERE) {
        let row = format!("| `--{key}` | `{}` | `{key}` |", variable(key));
        assert!(readme.contains(&row), "{row}");
    }
}

#[tokio::test]
async fn what_the_file_says_is_in_force() {
    let home = Home::new();
    let path = home
        .write("settings/my.toml", "name = \"From the file\"\nmax-depth = 3\nregistration = \"closed\"\ndocs-url = \"https://example.org/e\"\n");
    // The file that is named, and not the one that lies there.
    home.write("tribune.toml", "name = \"Not this one\"\n");
    let program = home.serve_with(home.command(&["serve", "--config", path.to_str().unwrap()]));
    let instance = "{ instance { name registrationMode } }";
    let expected = json!({ "name": "From the file", "registrationMode": "CLOSED" });
    assert_eq!(program.caller().ask(instance, json!({})).await["instance"], expected);
    let deep = "{ posts { nodes { author { username } } } }";
    let answer = program.caller().try_ask(deep, json!({})).await.unwrap();
    let extensions = &answer["errors"][0]["extensions"];
    assert_eq!(extensions["code"], "DEPTH_LIMIT_EXCEEDED", "{answer:#}");
    assert_eq!(extensions["docs"], "https://example.org/e#depth_limit_exceeded", "{answer:#}");
}

#[test]
fn secrets_are_not_printed() {
    let home = Home::new();
    let database = "postgres://tribune:hush-1@db/tribune?password=hush-2&sslmode=require";
    let mut command = bare(&home.directory, &["config", "print"]);
    command
        .env("DATABASE_URL", database)
        .env("REDIS_URL", "redis://:hush-3@redis/")
        .env("TRIBUNE_SECRET_KEY", "hush-4");
    let said = ended(command).well();
    assert!(!said.contains("hush"), "{said}");
    assert!(said.contains("@db/tribune") && said.contains("sslmode=require"), "{said}");
    assert!(said.contains("secret-key = \"(hidden)\" # environment"), "{said}");
    // What is no address is not taken apart, and may hold anything.
    let mut command = bare(&home.directory, &["config", "print"]);
    command.env("DATABASE_URL", "user=tribune password=hush-5");
    let said = ended(command).well();
    assert!(!said.contains("hush"), "{said}");
}

#[test]
fn a_key_that_is_none_names_the_nearest() {
    let home = Home::new();
    for (key, nearest) in [("lisen", "listen"), ("max_dept", "max-depth"), ("database_url", "database-url")] {
        home.write("tribune.toml", &format!("{key} = \"1\"\n"));
        for command in [["config", "check"], ["config", "print"]] {
            home.run(&command).refused(1, &format!("no setting {key:?}; did you mean {nearest:?}?"));
        }
        home.run(&["serve"]).refused(1, nearest);
    }
    home.write("tribune.toml", "config = \"another.toml\"\n");
    home.run(&["config", "check"]).refused(1, "no setting \"config\"");
}

#[test]
fn a_file_that_is_none_is_refused() {
    let home = Home::new();
    home.run(&["config", "check", "--config", "missing.toml"]).refused(1, "missing.toml");
    home.run(&["--config=missing.toml", "config", "check"]).refused(1, "missing.toml");
    for (text, why) in
        [("listen 1", "not TOML"), ("listen = [1]", "must be a text"), ("[http]", "no setting \"http\"")]
    {
        home.write("tribune.toml", text);
        home.run(&["config", "check"]).refused(1, why);
    }
}

#[test]
fn a_value_out_of_its_range_is_not_understood() {
    let home = Home::new();
    home.run(&["config", "check", "--max-depth", "0"]).refused(2, "--max-depth");
    home.run(&["config", "check", "--max-batch", "11"]).refused(2, "--max-batch");
    home.run(&["config", "check", "--max-batch", "10", "--password-memory-kib", "19456"]).well();
    home.run(&["config", "check", "--password-memory-kib", "19455"]).refused(2, "--password-memory-kib");
    let mut command = home.command(&["config", "check"]);
    command.env("TRIBUNE_PASSWORD_PASSES", "1");
    ended(command).refused(2, "--password-passes");
    home.write("tribune.toml", "listen = \"nowhere\"\n");
    // The variable of this home would win over the file.
    ended(bare(&home.directory, &["config", "print"]))
        .refused(1, "tribune.toml: \"listen\": invalid value 'nowhere'");
    for (text, why) in [
        ("max-depth = \"abc\"", "tribune.toml: \"max-depth\": invalid value 'abc'"),
        ("registration = \"maybe\"", "[possible values: open, closed]"),
        ("site-url = \"javascript:alert(1)\"", "tribune.toml: \"site-url\""),
    ] {
        home.write("tribune.toml", text);
        home.run(&["config", "check"]).refused(1, why);
    }
}

#[test]
fn addresses_that_would_not_do_are_refused_with_what_would() {
    let home = Home::new();
    for site in ["javascript:alert(1)", "example.org"] {
        home.run(&["config", "check", "--site-url", site]).refused(2, "https://blog.example.org");
    }
    home.run(&["config", "check", "--site-url", "https://x/?q#f"]).refused(2, "a query or a fragment");
    home.run(&["config", "check", "--listen", "localhost:8088"]).refused(2, "127.0.0.1:8088");
}

#[test]
fn an_empty_variable_is_none() {
    let home = Home::new();
    let mut command = bare(&home.directory, &["config", "print"]);
    for key in SETTINGS.map(|(key, _)| key).iter().chain(&ELSEWHERE) {
        command.env(variable(key), "");
    }
    command.env("TRIBUNE_CONFIG", "");
    let without = ended(bare(&home.directory, &["config", "print"])).well();
    assert_eq!(ended(command).well(), without);
}

#[test]
fn a_broken_key_in_the_data_folder_is_named() {
    let home = Home::new();
    home.run(&["config", "check"]).well();
    let path = home.write("keys/secret_key", "not base64!");
    let directory = path.parent().unwrap().to_str().unwrap();
    let check = home.run(&["config", "check", "--data-dir", directory]);
    check.refused(1, &format!("{}: the secret key is not base64", path.display()));
}

#[test]
fn settings_are_tried() {
    let home = Home::new();
    let said = home.run(&["config", "check"]).well();
    assert!(said.contains("up to date") && said.contains("fine"), "{said}");
    let production = |secret: &str| {
        let mut command = home.command(&["config", "check", "--env", "production"]);
        if !secret.is_empty() {
            command.env("TRIBUNE_SECRET_KEY", secret);
        }
        ended(command)
    };
    production("").refused(1, "openssl rand -base64 32");
    production("c2hvcnQ=").refused(1, "32");
    production("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=").well();
    home.run(&["config", "check", "--database-url", "sqlite://no/such/folder/tribune.db"])
        .refused(1, "the database can't be used");
    home.run(&["config", "check", "--redis-url", "redis://127.0.0.1:1/"]).refused(1, "Redis");
}
