//! What is typed: the exit code is 0 when it went well, 1 when it failed and 2 when it was not understood.

use std::process::Stdio;

use crate::support::program::{Home, bare, ended};

#[test]
fn what_is_not_understood_is_named_with_what_was_meant() {
    let home = Home::new();
    let cases: [(&[&str], &str); 6] = [
        (&["serv"], "'serve'"),
        (&["serve", "--lisen", "127.0.0.1:0"], "'--listen'"),
        (&["user", "set-role", "alice", "king"], "moderator"),
        (&["serve", "--force-demo"], "--demo"),
        (&["import", "markdown", "posts"], "--as <USERNAME>"),
        (&[], "Usage: tribune"),
    ];
    for (arguments, why) in cases {
        ended(bare(&home.directory, arguments)).refused(2, why);
    }
}

#[test]
fn every_command_explains_itself() {
    let home = Home::new();
    let said = home.run(&["--version"]).well();
    assert_eq!(said, concat!("tribune ", env!("CARGO_PKG_VERSION"), "\n"));
    let help = home.run(&["--help"]).well();
    for command in
        ["serve", "worker", "migrate", "seed", "import", "schema", "user", "jobs", "config", "healthcheck"]
    {
        assert!(help.contains(&format!("\n  {command} ")), "{command} is not in:\n{help}");
        let help = home.run(&[command, "--help"]).well();
        assert!(help.contains(&format!("Usage: tribune {command} ")), "{help}");
    }
    let help = home.run(&["user", "create", "--help"]).well();
    let lines: Vec<&str> = help.lines().map(str::trim).collect();
    for named in ["<USERNAME>", "--email <EMAIL>", "--role <ROLE>"] {
        // What it is for stands in the line below.
        let is_described = lines.windows(2).any(|pair| pair[0] == named && !pair[1].is_empty());
        assert!(is_described, "{named} is not described in:\n{help}");
    }
}

#[test]
fn a_file_is_held_against_the_schema() {
    let home = Home::new();
    let schema = home.run(&["schema"]).well();
    assert_eq!(schema, tribune::graphql::sdl());

    home.run(&["schema", "--check"]).refused(1, "schema.graphql");
    home.write("schema.graphql", &schema);
    home.run(&["schema", "--check"]).well();

    let lines: Vec<&str> = schema.lines().collect();
    let changed = [&lines[..6], &["# and this"], &lines[6..]].concat().join("\n");
    let path = home.write("elsewhere.graphql", &changed);
    let checked = home.run(&["schema", "--check", path.to_str().unwrap()]);
    assert_eq!(checked.code, Some(1));
    assert!(checked.stdout.contains("first in line 7."), "{}", checked.stdout);
    // One that merely stops too early differs too.
    home.write("schema.graphql", &lines[..6].join("\n"));
    assert_eq!(home.run(&["schema", "--check"]).code, Some(1));
}

/// As in `tribune schema | head`.
#[test]
fn a_reader_who_has_seen_enough_is_no_fault() {
    let home = Home::new();
    let mut command = home.command(&["schema"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let stderr = child.wait_with_output().unwrap().stderr;
    assert_eq!(String::from_utf8(stderr).unwrap(), "");
}
